import type { Evidence, GateContext } from './context';

/** One thing that a step looked at: a sentence of what must hold, and what was met when it did not. */
export interface Finding {
  readonly what: string;
  readonly ok: boolean;
  /** What was met; always there when it is not as it must be. */
  readonly detail?: string;
}

/**
 * One step of the gate. It sees the system from outside, leaves evidence for later steps in the context, and answers with findings; the
 * judging itself is in pure functions (`judge/`), which planted faults attack without a system.
 */
export interface Step {
  readonly name: string;
  /** What a passed step proves, as one sentence. */
  readonly proves: string;
  /** Evidence of earlier steps that it cannot do without. */
  readonly needs: readonly (keyof Evidence)[];
  readonly timeoutMs: number;
  /** Done before the first step changes anything: baselines, subscriptions. */
  prepare?(context: GateContext): Promise<void>;
  run(context: GateContext): Promise<readonly Finding[]>;
}

export interface StepOutcome {
  readonly name: string;
  readonly proves: string;
  readonly passed: boolean;
  readonly seconds: number;
  readonly findings: readonly Finding[];
}

export const holds = (what: string, detail?: string): Finding => ({ what, ok: true, ...(detail === undefined ? {} : { detail }) });
export const fails = (what: string, detail: string): Finding => ({ what, ok: false, detail });
/** Holds when there are no faults; else tells the first few. */
export function without(what: string, faults: readonly string[], detail?: string): Finding {
  if (faults.length === 0) return holds(what, detail);
  const shown = faults.slice(0, 5).join('; ');
  return fails(what, faults.length > 5 ? `${shown}; and ${faults.length - 5} more` : shown);
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${ms / 1000} s`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Prepares all steps, then runs one after the other; none is skipped, and one that fails does not keep the next from running. */
export async function runSteps(steps: readonly Step[], context: GateContext, told: (outcome: StepOutcome) => void = () => undefined): Promise<StepOutcome[]> {
  const unprepared = new Map<Step, string>();
  for (const step of steps) {
    await within(60_000, step.prepare?.(context) ?? Promise.resolve()).catch((error: unknown) => unprepared.set(step, messageOf(error)));
  }
  const outcomes: StepOutcome[] = [];
  for (const step of steps) {
    context.say(`${step.name.padEnd(12)} ${step.proves}`);
    const started = performance.now();
    const findings = await findingsOf(step, context, unprepared.get(step));
    const outcome = { name: step.name, proves: step.proves, passed: findings.length > 0 && findings.every(({ ok }) => ok), seconds: (performance.now() - started) / 1000, findings };
    outcomes.push(outcome);
    told(outcome);
  }
  return outcomes;
}

async function findingsOf(step: Step, context: GateContext, unprepared: string | undefined): Promise<readonly Finding[]> {
  if (unprepared !== undefined) return [fails('the step can be prepared', unprepared)];
  const missing = step.needs.filter((need) => context.evidence[need] === undefined);
  if (missing.length > 0) return [fails('what the step looks at is there', `missing: ${missing.join(', ')}, because an earlier step left none`)];
  try {
    const findings = await within(step.timeoutMs, step.run(context));
    return findings.length > 0 ? findings : [fails('the step looks at something', 'it found nothing to look at')];
  } catch (error) {
    return [fails('the step can run to its end', messageOf(error))];
  }
}

import type { PolicyPack, PolicyRule, PolicyVerdict } from '#contracts';
import { compileCondition, type Condition } from './compile-condition';
import { fieldReader } from './field-reader';
import type { PolicyInput } from './policy-input';

/** The id in verdicts that no rule gave. */
export const DEFAULT_RULE = 'default';

/** A pack that can be asked. It never changes: another file is another pack. */
export interface CompiledPack {
  readonly pack: PolicyPack;
  /** SHA-256 of the file, in hex. */
  readonly hash: string;
  /** Whether every job gets the same answer: then nobody needs to be asked. */
  readonly isConstant: boolean;
  /** What the first rule that concerns the job says. The same object for each job of a rule; nothing is made. */
  readonly decide: (input: PolicyInput) => PolicyVerdict;
}

interface CompiledRule {
  readonly at: PolicyInput['at'] | 'both';
  readonly when: Condition | undefined;
  readonly unless: Condition | undefined;
  readonly verdict: PolicyVerdict;
}

/** Compiles a pack into closures. What it says was checked before, see {@link faultsOfPack}. */
export function compilePack(pack: PolicyPack, hash: string): CompiledPack {
  const cost = pack.costAt === undefined ? undefined : fieldReader(pack.costAt);
  const otherwise: PolicyVerdict = Object.freeze({ result: pack.default, ruleId: DEFAULT_RULE, packHash: hash });
  const rules = pack.rules.map(({ id, verdict, reason, at = [], when, unless }): CompiledRule => {
    const [only] = at;
    return {
      at: at.length === 1 && only !== undefined ? only : 'both',
      when: when && compileCondition(when, cost),
      unless: unless && compileCondition(unless, cost),
      verdict: Object.freeze({ result: verdict, ruleId: id, packHash: hash, ...(reason !== undefined && { reason }) }),
    };
  });
  return {
    pack,
    hash,
    isConstant: rules.length === 0,
    decide(input) {
      for (const { at, when, unless, verdict } of rules) {
        if (at !== 'both' && at !== input.at) continue;
        if (when !== undefined && !when(input)) continue;
        if (unless !== undefined && unless(input)) continue;
        return verdict;
      }
      return otherwise;
    },
  };
}

/** What the schema cannot say: each fault names the rule. Empty when the pack can be compiled. */
export function faultsOfPack(pack: PolicyPack): string[] {
  const seen = new Set<string>([DEFAULT_RULE]);
  const faults: string[] = [];
  for (const rule of pack.rules) {
    if (seen.has(rule.id)) faults.push(rule.id === DEFAULT_RULE ? `a rule cannot be called ${DEFAULT_RULE}: that is what is said where no rule concerns the job` : `there are two rules ${rule.id}`);
    seen.add(rule.id);
    for (const part of ['when', 'unless'] as const) faults.push(...faultsOfCondition(pack, rule, part));
  }
  return faults;
}

function faultsOfCondition(pack: PolicyPack, rule: PolicyRule, part: 'when' | 'unless'): string[] {
  const { time, payload = [], spend } = rule[part] ?? {};
  const where = `rule ${rule.id}, ${part}`;
  const faults: string[] = [];
  if (spend !== undefined && pack.costAt === undefined) faults.push(`${where}: spend needs costAt of the pack, which says where a payload has its cost`);
  if (time?.from !== undefined && time.from === time.to) faults.push(`${where}: time from ${time.from} to ${time.to} is no time at all`);
  if (time?.since !== undefined && time.until !== undefined && Date.parse(time.since) >= Date.parse(time.until)) faults.push(`${where}: time since is not before until`);
  for (const { at, ...tests } of payload) if (Object.keys(tests).length === 0) faults.push(`${where}: the test of ${at} asks for nothing`);
  if (rule.unless !== undefined && part === 'unless' && Object.keys(rule.unless).length === 0) faults.push(`${where}: an empty condition takes every job out`);
  return faults;
}

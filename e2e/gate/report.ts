import type { StepOutcome } from './step';

/** All that one run of the gate found. */
export interface GateReport {
  readonly runId: string;
  readonly startedAt: string;
  readonly seconds: number;
  readonly passed: number;
  readonly failed: number;
  readonly steps: readonly StepOutcome[];
  readonly notes: readonly string[];
}

export function reportOf(runId: string, startedAt: Date, seconds: number, steps: readonly StepOutcome[], notes: readonly string[]): GateReport {
  const passed = steps.filter((step) => step.passed).length;
  return { runId, startedAt: startedAt.toISOString(), seconds: Number(seconds.toFixed(1)), passed, failed: steps.length - passed, steps, notes };
}

export const summaryLine = ({ passed, failed }: GateReport): string => `${passed} passed, ${failed} failed`;

const verdict = (passed: boolean) => (passed ? 'passed' : 'FAILED');

/** For a terminal: a line for each step, and below a failed one what was not as it must be. */
export function terminalTable({ steps, notes, seconds }: GateReport): string {
  const lines = steps.flatMap((step) => [
    `${verdict(step.passed).padEnd(8)}${step.name.padEnd(13)}${step.seconds.toFixed(1).padStart(6)} s  ${step.proves}`,
    ...step.findings.filter(({ ok }) => !ok).map(({ what, detail }) => `${' '.repeat(30)}✗ ${what}: ${detail ?? ''}`),
  ]);
  return [...lines, ...notes.map((note) => `note    ${note}`), `${seconds.toFixed(0)} s in all`].join('\n');
}

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** For people who were not there: every finding, also those that held. */
export function markdownReport(report: GateReport): string {
  const { steps, notes, startedAt, seconds, runId } = report;
  const rows = steps.map((step, index) => `| ${index + 1} | ${step.name} | ${verdict(step.passed)} | ${step.seconds.toFixed(1)} | ${cell(step.proves)} |`);
  const sections = steps.map((step) => {
    const findings = step.findings.map(({ what, ok, detail }) => `| ${ok ? 'holds' : '**fails**'} | ${cell(what)} | ${cell(detail ?? '')} |`);
    return `## ${step.name}: ${verdict(step.passed)}\n\n${step.proves}.\n\n| | what must hold | met |\n|---|---|---|\n${findings.join('\n')}\n`;
  });
  return `# Integration gate: ${summaryLine(report)}

Run \`${runId}\`, ${startedAt}, ${seconds.toFixed(0)} s.

| | step | verdict | seconds | proves that |
|---|---|---|---|---|
${rows.join('\n')}

${notes.map((note) => `- ${note}\n`).join('')}
${sections.join('\n')}`;
}

import { CONTENDERS, type Measure, RECOVERY_GIVEN_UP_MS } from './contenders';

/** Of the runs of one figure. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** By contender, measure and figure. */
export type Results = Readonly<Record<string, Partial<Record<Measure, Readonly<Record<string, Spread>>>>>>;

export interface Report {
  readonly rounds: number;
  /** Load averages of one minute before each run. */
  readonly loadavg: Spread;
  readonly results: Results;
  readonly ratios: Readonly<Record<string, number>>;
}

export function spreadOf(samples: readonly number[]): Spread {
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle] : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
  return { median: median ?? Number.NaN, min: sorted[0] ?? Number.NaN, max: sorted.at(-1) ?? Number.NaN };
}

/** The goals, each as a ratio of medians within one run; above 1: this project does more in the same time. */
export function ratiosOf(results: Results): Record<string, number> {
  const rate = (contender: string, measure: Measure): number => results[contender]?.[measure]?.['jobsPerSecond']?.median ?? Number.NaN;
  const ratio = (measure: Measure, peer: string): number => Number((rate('jobObservatory', measure) / rate(peer, measure)).toFixed(2));
  const all = { submitVsPgBoss: ratio('submit', 'pgBoss'), bulkVsPgBoss: ratio('bulk', 'pgBoss'), drainVsPgBoss: ratio('drain', 'pgBoss'), submitVsCelery: ratio('submit', 'celery'), drainVsCelery: ratio('drain', 'celery') };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => Number.isFinite(value)));
}

const BEGIN = '<!-- peers: written by make bench-peers -->';
const END = '<!-- peers: end -->';

/** `document` with the table of the report between its two marks. Throws where a mark is missing. */
export function withTable(document: string, report: Report): string {
  const begin = document.indexOf(BEGIN);
  const end = document.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`docs/performance.md must hold the lines "${BEGIN}" and "${END}"`);
  return `${document.slice(0, begin + BEGIN.length)}\n${tableOf(report)}\n${document.slice(end)}`;
}

export function tableOf({ rounds, loadavg, results, ratios }: Report): string {
  const rows = CONTENDERS.map(({ name, title, history }) => {
    const figure = (measure: Measure, key: string): string => shown(results[name]?.[measure]?.[key]);
    const recovery = results[name]?.recovery;
    const recovered = recovery?.['gaveUp'] ? `not in ${RECOVERY_GIVEN_UP_MS / 1000} s` : seconds(recovery?.['p50Ms']);
    const pickup = `${figure('pickup', 'p50Ms')} / ${figure('pickup', 'p99Ms')}`;
    return `| ${title} | ${figure('submit', 'jobsPerSecond')} | ${figure('submit', 'p99Ms')} | ${figure('bulk', 'jobsPerSecond')} | ${figure('drain', 'jobsPerSecond')} | ${pickup} | ${recovered} | ${history} |`;
  });
  return [
    `Medians of ${rounds} rounds in turning order (least and most in brackets), load average ${shown(loadavg)}.`,
    '',
    '| | submit, jobs/s | submit p99, ms | bulk, jobs/s | drain, jobs/s | pickup p50 / p99, ms | after `kill -9`, s | what can be read of an ended job |',
    '|---|---|---|---|---|---|---|---|',
    ...rows,
    '',
    `Ratios of medians: ${Object.entries(ratios).map(([name, value]) => `${name} ${value}`).join(', ')}.`,
  ].join('\n');
}

function shown(spread: Spread | undefined): string {
  if (!spread) return '–';
  const { median, min, max } = spread;
  return min === max ? number(median) : `${number(median)} (${number(min)}–${number(max)})`;
}

const seconds = (spread: Spread | undefined): string => (spread ? (spread.median / 1000).toFixed(1) : '–');

const number = (value: number): string => value.toLocaleString('en-GB', { maximumFractionDigits: 1 });

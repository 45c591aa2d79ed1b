import type { Line, Span, Tone } from './line';

/** What a terminal can show: nothing but text, the 16 colours that its owner has chosen, or any colour. */
export type Depth = 'none' | 'basic' | 'full';

/** As in the web console: --state-… of its dark theme; on 16 colours the nearest that is told apart from the others. */
const COLOURS: Readonly<Record<Exclude<Tone, 'plain'>, { readonly rgb: readonly [number, number, number]; readonly basic: number }>> = {
  dim: { rgb: [141, 149, 165], basic: 90 },
  accent: { rgb: [106, 166, 255], basic: 94 },
  ok: { rgb: [88, 201, 139], basic: 32 },
  warn: { rgb: [240, 180, 76], basic: 33 },
  danger: { rgb: [255, 122, 122], basic: 31 },
  held: { rgb: [229, 143, 208], basic: 35 },
  waiting: { rgb: [154, 166, 189], basic: 37 },
  scheduled: { rgb: [181, 155, 255], basic: 95 },
  queued: { rgb: [127, 178, 216], basic: 36 },
  running: { rgb: [106, 166, 255], basic: 94 },
  retrying: { rgb: [240, 180, 76], basic: 33 },
  completed: { rgb: [88, 201, 139], basic: 32 },
  failed: { rgb: [255, 122, 122], basic: 31 },
  cancelled: { rgb: [141, 149, 165], basic: 90 },
};

const STATE_TONES: Readonly<Record<string, Tone>> = {
  SUCCEEDED: 'completed', LOST: 'failed', TIMED_OUT: 'failed',
  HELD: 'held', WAITING: 'waiting', SCHEDULED: 'scheduled', QUEUED: 'queued', RUNNING: 'running', RETRYING: 'retrying', COMPLETED: 'completed', FAILED: 'failed', CANCELLED: 'cancelled',
};

/** The tone of a state of a job or of an attempt. */
export const stateTone = (state: string): Tone => STATE_TONES[state] ?? 'plain';

/** By https://no-color.org a variable that is set and not empty forbids colours, whatever the terminal can. */
export function depthOf(environment: Readonly<Record<string, string | undefined>>, isTerminal: boolean, colours: number): Depth {
  if (environment.NO_COLOR !== undefined && environment.NO_COLOR !== '') return 'none';
  const forced = environment.FORCE_COLOR;
  if (forced === '0' || forced === 'false') return 'none';
  if (!isTerminal && (forced === undefined || forced === '')) return 'none';
  if (environment.TERM === 'dumb') return 'none';
  return colours >= 24 ? 'full' : 'basic';
}

export function paint(spans: Line, depth: Depth): string {
  return spans.map((span) => paintSpan(span, depth)).join('');
}

function paintSpan({ text, tone = 'plain', bold = false, inverse = false }: Span, depth: Depth): string {
  if (text === '') return '';
  const codes: (number | string)[] = [];
  // Inverse and bold are no colours: what is chosen must be seen on every terminal.
  if (bold) codes.push(1);
  if (inverse) codes.push(7);
  if (tone !== 'plain' && depth !== 'none') codes.push(depth === 'full' ? `38;2;${COLOURS[tone].rgb.join(';')}` : COLOURS[tone].basic);
  if (codes.length === 0) return text;
  return `\u001b[${codes.join(';')}m${text}\u001b[0m`;
}

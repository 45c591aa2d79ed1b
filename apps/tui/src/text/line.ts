/** What a text says by its colour: a state of a job, or how good or bad it is. */
export type Tone = 'plain' | 'dim' | 'accent' | 'ok' | 'warn' | 'danger' | 'held' | 'waiting' | 'scheduled' | 'queued' | 'running' | 'retrying' | 'completed' | 'failed' | 'cancelled';

export interface Span {
  readonly text: string;
  readonly tone?: Tone;
  readonly bold?: boolean;
  readonly inverse?: boolean;
}

/** One line of a terminal, before it is cut and painted. */
export type Line = readonly Span[];

export const line = (...spans: (Span | string)[]): Line => spans.map((span) => (typeof span === 'string' ? { text: span } : span));
export const dim = (text: string): Span => ({ text, tone: 'dim' });
export const bold = (text: string): Span => ({ text, bold: true });
export const toned = (text: string, tone: Tone): Span => ({ text, tone });
export const EMPTY: Line = [];

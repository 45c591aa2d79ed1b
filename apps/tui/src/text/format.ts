const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A length of time in at most six columns: 340 ms, 4.2 s, 3 m 20 s, 5 h 4 m, 12 d. */
export function duration(ms: number | undefined): string {
  if (ms === undefined || !Number.isFinite(ms)) return '–';
  const length = Math.max(0, ms);
  if (length < SECOND) return `${Math.round(length)}ms`;
  if (length < 10 * SECOND) return `${(length / SECOND).toFixed(1)}s`;
  if (length < MINUTE) return `${Math.floor(length / SECOND)}s`;
  if (length < HOUR) return both(length, MINUTE, 'm', SECOND, 's');
  if (length < DAY) return both(length, HOUR, 'h', MINUTE, 'm');
  return `${Math.floor(length / DAY)}d`;
}

function both(length: number, large: number, largeName: string, small: number, smallName: string): string {
  const rest = Math.floor((length % large) / small);
  return rest === 0 ? `${Math.floor(length / large)}${largeName}` : `${Math.floor(length / large)}${largeName}${rest}${smallName}`;
}

/** How long ago, as coarse as it can be: a number that changes each second costs a line each second. */
export function age(at: string | undefined, now: number): string {
  if (at === undefined) return '–';
  const ms = now - Date.parse(at);
  if (ms < 0) return `in ${coarse(-ms)}`;
  return ms < SECOND ? 'now' : coarse(ms);
}

function coarse(ms: number): string {
  if (ms < MINUTE) return `${Math.max(1, Math.floor(ms / SECOND))}s`;
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)}m`;
  if (ms < DAY) return `${Math.floor(ms / HOUR)}h`;
  return `${Math.floor(ms / DAY)}d`;
}

/** 950, 12.3k, 4.1M. */
export function count(value: number | undefined): string {
  if (value === undefined) return '–';
  if (value < 10_000) return String(Math.round(value));
  if (value < 1_000_000) return `${(value / 1000).toFixed(value < 100_000 ? 1 : 0)}k`;
  return `${(value / 1_000_000).toFixed(1)}M`;
}

export const rate = (perSecond: number): string => `${perSecond < 10 ? perSecond.toFixed(1) : Math.round(perSecond)}/s`;

export const percent = (share: number | undefined): string => (share === undefined ? '–' : `${(share * 100).toFixed(share === 1 ? 0 : 1)} %`);

/** The time of day here, to the second; with the date where it is another day. */
export function clock(at: string | undefined, now: number): string {
  if (at === undefined) return '–';
  const when = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  const time = `${two(when.getHours())}:${two(when.getMinutes())}:${two(when.getSeconds())}`;
  return when.toDateString() === new Date(now).toDateString() ? time : `${when.getFullYear()}-${two(when.getMonth() + 1)}-${two(when.getDate())} ${time}`;
}

/** Between two times; until now where the second has not come. */
export function between(from: string | undefined, to: string | undefined, now: number): number | undefined {
  return from === undefined ? undefined : (to === undefined ? now : Date.parse(to)) - Date.parse(from);
}

/** Eight digits tell jobs apart on a screen. UUIDs of version 7 begin with the time, so the last ones are shown. */
export const shortId = (id: string): string => id.slice(-12);

/** Anything as lines of indented text, like YAML: for people, not for programs. */
export function outline(value: unknown, indent = ''): string[] {
  if (Array.isArray(value)) {
    if (value.length === 0) return [`${indent}(none)`];
    return value.flatMap((item: unknown) => {
      if (!isNested(item)) return [`${indent}- ${scalar(item)}`];
      const [first = '', ...rest] = outline(item, `${indent}  `);
      return [`${indent}- ${first.trimStart()}`, ...rest];
    });
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
      if (inner === undefined) return [];
      return isNested(inner) ? [`${indent}${key}:`, ...outline(inner, `${indent}  `)] : [`${indent}${key}: ${scalar(inner)}`];
    });
  }
  return [`${indent}${scalar(value)}`];
}

const isNested = (value: unknown): boolean => typeof value === 'object' && value !== null && Object.keys(value).length > 0;

function scalar(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? '[]' : '{}';
  return String(value);
}

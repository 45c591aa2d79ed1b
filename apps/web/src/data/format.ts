/** How figures and times are written, everywhere in the same way. Pure. */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `850 ms`, `2.4 s`, `3 min 5 s`, `2 h 10 min`, `4 d 3 h` */
export function duration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined || !Number.isFinite(ms)) return '–';
  if (ms < 1 && ms > 0) return '< 1 ms';
  if (ms < SECOND) return `${Math.round(ms)} ms`;
  if (ms < 10 * SECOND) return `${(ms / SECOND).toFixed(1)} s`;
  if (ms < MINUTE) return `${Math.round(ms / SECOND)} s`;
  if (ms < HOUR) return two(Math.floor(ms / MINUTE), 'min', Math.floor((ms % MINUTE) / SECOND), 's');
  if (ms < DAY) return two(Math.floor(ms / HOUR), 'h', Math.floor((ms % HOUR) / MINUTE), 'min');
  return two(Math.floor(ms / DAY), 'd', Math.floor((ms % DAY) / HOUR), 'h');
}

function two(large: number, unit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${unit}` : `${large} ${unit} ${small} ${smallUnit}`;
}

/** `just now`, `12 s ago`, `in 3 min` */
export function relative(instant: string, nowMs: number): string {
  const ms = nowMs - Date.parse(instant);
  if (Math.abs(ms) < SECOND) return 'just now';
  const rounded = duration(Math.abs(ms) < MINUTE ? Math.floor(Math.abs(ms) / SECOND) * SECOND : Math.abs(ms)).replace(/\.0 s/, ' s').split(' ').slice(0, 2).join(' ');
  return ms > 0 ? `${rounded} ago` : `in ${rounded}`;
}

/** `28 Nov 07:31:02.412`, in the reader's own time zone; the year where it is not this one. */
export function absolute(instant: string, nowMs: number): string {
  const date = new Date(instant);
  const time = `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}.${String(date.getMilliseconds()).padStart(3, '0')}`;
  const year = date.getFullYear() === new Date(nowMs).getFullYear() ? '' : ` ${date.getFullYear()}`;
  return `${date.getDate()} ${MONTHS[date.getMonth()] ?? ''}${year} ${time}`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const pad = (n: number): string => String(n).padStart(2, '0');

/** `1 234`, `45.6 k`, `1.2 M` */
export function count(n: number | null | undefined): string {
  if (n === null || n === undefined) return '–';
  if (n < 10_000) return n.toLocaleString('en-GB').replace(/,/g, ' ');
  if (n < 1_000_000) return `${(n / 1_000).toFixed(n < 100_000 ? 1 : 0)} k`;
  return `${(n / 1_000_000).toFixed(n < 10_000_000 ? 2 : 1)} M`;
}

/** `12.4/s` */
export function rate(perSecond: number | null | undefined): string {
  if (perSecond === null || perSecond === undefined) return '–';
  return `${perSecond < 10 ? perSecond.toFixed(1) : Math.round(perSecond)}/s`;
}

/** `99.2 %`; a share of all but everything is not rounded up to it. */
export function percent(share: number | null | undefined): string {
  if (share === null || share === undefined) return '–';
  const value = share * 100;
  if (value === 100 || value === 0) return `${value} %`;
  return `${Math.min(99.9, Math.floor(value * 10) / 10).toFixed(1)} %`;
}

/** When a job was submitted, to the millisecond: its id begins with that. */
export function submittedAtOf(jobId: string): string {
  return new Date(Number.parseInt(jobId.replace('-', '').slice(0, 12), 16)).toISOString();
}

/** The end of an id, which tells jobs of one minute apart; its beginning is the time. */
export function shortId(id: string): string {
  return id.length > 12 ? `…${id.slice(-8)}` : id;
}

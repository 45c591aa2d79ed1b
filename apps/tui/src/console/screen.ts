import type { Failure } from '../data/failure';
import { clock, duration } from '../text/format';
import { bold, dim, EMPTY, line, toned, type Line, type Span } from '../text/line';
import { clipLine, justify, wrap } from '../text/width';
import { BEHIND_MS, type Freshness } from '../views/freshness';
import { completions } from './command-line';
import { HELP } from './help';
import type { PageView } from './page-view';
import { JOB_TABS, MAIN_PAGES, pageTitle } from './pages';
import { here, type Seen, type State } from './state';
import { question } from './targets';

/** All that a screen shows. The lines follow from it, and from nothing else. */
export interface Screen {
  readonly width: number;
  readonly height: number;
  readonly now: number;
  readonly state: State;
  readonly view: PageView;
  /** The line that is chosen, or the first of a text. */
  readonly at: number;
  readonly observatoryUrl: string;
  readonly freshness: Freshness | undefined;
  /** When what is shown was received. */
  readonly receivedAt: number | undefined;
  readonly failure: { readonly since: number; readonly what: Failure } | undefined;
  readonly alerts: { readonly critical: number; readonly warning: number } | undefined;
  readonly known: Seen['known'];
}

/** An answer that is older than this is told to be old. */
const OLD_MS = 10_000;
/** Title bar, pages, title of the page; and the line at the bottom. */
const FRAME = 4;

/** Lines that are left for a page. */
export function bodyHeight(screen: Pick<Screen, 'height' | 'width' | 'failure' | 'view'>): number {
  return Math.max(1, screen.height - FRAME - bannerLines(screen).length - (screen.view.header === undefined ? 0 : 1));
}

export function screenLines(screen: Screen): Line[] {
  const { width, height, state, view } = screen;
  const body = state.mode.kind === 'help' ? HELP.slice(0, height - FRAME) : bodyLines(screen);
  const banner = bannerLines(screen);
  const header = state.mode.kind === 'help' || view.header === undefined ? [] : [view.header];
  const top = [titleBar(screen), pagesBar(screen), pageBar(screen), ...banner, ...header];
  const filled = [...top, ...body].slice(0, height - 1);
  while (filled.length < height - 1) filled.push(EMPTY);
  return [...filled, bottomLine(screen)].map((one) => clipLine(one, width));
}

function bodyLines(screen: Screen): Line[] {
  const { view, at, width } = screen;
  const room = bodyHeight(screen);
  if (view.rows.length === 0) return [EMPTY, line(dim(`  ${view.none}`))];
  if (view.targets === undefined) return view.rows.slice(at, at + room);
  const first = firstShown(at, view.rows.length, room);
  return view.rows.slice(first, first + room).map((row, order) => (first + order === at ? chosen(row, width) : row));
}

/** The line that is chosen stays in sight, in the middle of a list that is longer than the screen. */
export function firstShown(at: number, rows: number, room: number): number {
  return Math.min(Math.max(0, at - Math.floor(room / 2)), Math.max(0, rows - room));
}

/** The whole line, to the edge, without colours of its own: so it is seen on any terminal. */
function chosen(row: Line, width: number): Line {
  return [{ text: row.map(({ text }) => text).join('').padEnd(width), inverse: true }];
}

function titleBar(screen: Screen): Line {
  const alerts: Span[] = [];
  if (screen.alerts !== undefined && screen.alerts.critical > 0) alerts.push(toned(`${screen.alerts.critical} critical  `, 'danger'));
  if (screen.alerts !== undefined && screen.alerts.warning > 0) alerts.push(toned(`${screen.alerts.warning} warning  `, 'warn'));
  return justify(line(bold('Job Observatory'), dim(`  ${screen.observatoryUrl.replace(/^https?:\/\//, '')}`)), [...alerts, ...howTrue(screen)], screen.width);
}

function howTrue({ failure, receivedAt, freshness, now }: Screen): Line {
  if (failure !== undefined) {
    const what = failure.what.kind === 'unavailable' ? 'away since' : 'refused since';
    return [toned(`✕ ${what} ${clock(new Date(failure.since).toISOString(), now)}`, 'danger')];
  }
  if (receivedAt === undefined) return [dim('connecting…')];
  if (now - receivedAt > OLD_MS) return [toned(`▲ ${duration(now - receivedAt)} old`, 'warn')];
  if (freshness === undefined) return [toned('● ', 'ok'), dim('live')];
  if (freshness.lagMs >= BEHIND_MS) return [toned(`▲ ${duration(freshness.lagMs)} behind (${freshness.lagEvents} events)`, 'warn')];
  return [toned('● ', 'ok'), dim(`live at ${freshness.position}`)];
}

/** All pages stand in the bar of a terminal of 80 columns. */
const SHORT_LABELS: Readonly<Record<string, string>> = { overview: 'over', workers: 'work', schedules: 'sched', errors: 'errs', operations: 'ops' };
const labelOf = (name: string, width: number): string => (width < 100 ? (SHORT_LABELS[name] ?? name) : name);

function pagesBar({ state, width }: Screen): Line {
  const { kind } = here(state).page;
  const short = width < 108;
  return MAIN_PAGES.flatMap((name, at) => {
    const current = name === kind || (name === 'jobs' && kind === 'job');
    return [dim(String((at + 1) % 10)), { text: ' ' }, current ? { text: labelOf(name, width), tone: 'accent' as const, bold: true } : { text: labelOf(name, width) }, { text: short ? ' ' : '   ' }];
  });
}

function pageBar({ state, view, width }: Screen): Line {
  const { page, filter } = here(state);
  const narrowed: Span[] = filter === '' ? [] : [toned(`  /${filter}`, 'accent')];
  const about: Span[] = view.about === '' ? [] : [dim(`  ${view.about}`)];
  if (page.kind !== 'job') return [bold(pageTitle(page)), ...about, ...narrowed];
  const tabs = JOB_TABS.flatMap((tab) => [{ text: '  ' }, tab === page.tab ? { text: tab, tone: 'accent' as const, bold: true } : dim(tab)]);
  return justify([bold(width < 100 ? `job …${page.id.slice(-12)}` : pageTitle(page)), ...about, ...narrowed], tabs, width);
}

/** Tells what is wrong, how old what is shown is, and what to do. */
function bannerLines({ failure, width }: Pick<Screen, 'failure' | 'width'>): Line[] {
  if (failure === undefined) return [];
  const { what } = failure;
  const text = what.kind === 'unavailable' ? `The observatory does not answer: ${what.message}. Below stands what was true before; it is asked again and again. ${what.advice ?? ''}` : `The observatory refused: ${what.message}`;
  return wrap(text.trim(), width).slice(0, 4).map((part) => line(toned(part, 'danger')));
}

function bottomLine({ state, known, width, view }: Screen): Line {
  const { mode } = state;
  switch (mode.kind) {
    case 'command': {
      const options = mode.text === '' ? [] : completions(mode.text, known).slice(0, 12).map((option) => option.split(' ').at(-1) ?? option);
      return line(bold(':'), mode.text, { text: ' ', inverse: true }, dim(options.length === 0 ? (mode.text === '' ? '  a page, as jobs state=FAILED; Tab completes' : '') : `  ${options.join('  ')}`));
    }
    case 'filter':
      return line(bold('/'), here(state).filter, { text: ' ', inverse: true }, dim('  enter keeps it, esc takes it away'));
    case 'confirm':
      return line(toned(question(mode.action), 'warn'), bold(' y'), dim('es, any other key: no'));
    case 'help':
      return line(dim('any key closes this'));
    case 'keys':
      return state.message === undefined ? line(dim(fitting(hints(view), width))) : line(toned(state.message, 'warn'));
  }
}

/** As many as fit, the most wanted first: none is cut in two. */
function fitting(words: readonly string[], width: number): string {
  return words.reduce((text, word) => (text === '' ? word : text.length + 2 + word.length <= width ? `${text}  ${word}` : text), '');
}

function hints(view: PageView): string[] {
  const always = ['? help', ': command', '/ filter'];
  const [first] = view.targets ?? [];
  if (view.subject !== undefined) return [...always, 't summary', 'l logs', 'y why', 'e events', 'd describe', '^d cancel', 'R run again', 'esc back'];
  if (view.targets === undefined) return [...always, 'j/k scroll', '0-9 pages', 'esc back'];
  switch (first?.kind) {
    case 'job':
      return [...always, 'enter open', 'l logs', 'y why', 'd describe', '^d cancel', 'R run again', 'esc back'];
    case 'queue':
      return [...always, 'enter its jobs', 'p pause or resume', 'd describe'];
    case 'alert':
      return [...always, 'enter describe', 'a acknowledge'];
    case 'event':
      return [...always, 'enter its job', 'd describe'];
    case 'worker':
    case 'schedule':
    case 'error':
      return [...always, 'enter its jobs', 'd describe'];
    case 'operation':
    case 'audit':
      return [...always, 'enter describe'];
    case undefined:
      return [...always, '0-9 pages'];
  }
}

import { completed, completions, parseCommand } from './command-line';
import { JOB_TABS, MAIN_PAGES, mainPage, type JobTab, type Page } from './pages';
import type { JobFilterName } from '../data/job-filters';
import { targetKey, type Action, type Target } from './targets';
import { hasEnded } from '../data/job-states';

/** A page in the history, and where on it somebody was. */
export interface Visit {
  readonly page: Page;
  /** The line that is chosen, or on pages of text the first that is shown. */
  readonly at: number;
  /** What was chosen, so that it stays chosen while lines come and go above it. */
  readonly key?: string;
  readonly filter: string;
}

export type Mode = { readonly kind: 'keys' } | { readonly kind: 'help' } | { readonly kind: 'command'; readonly text: string } | { readonly kind: 'filter'; readonly before: string } | { readonly kind: 'confirm'; readonly action: Action };

export interface State {
  readonly visits: readonly [Visit, ...Visit[]];
  readonly mode: Mode;
  readonly message?: string;
}

/** What is on the screen, as far as keys depend on it. */
export interface Seen {
  readonly rows: number;
  /** Lines that fit. */
  readonly height: number;
  readonly isText: boolean;
  /** What the line that is chosen stands for. */
  readonly target: Target | undefined;
  readonly keyAt: (at: number) => string | undefined;
  readonly commands: boolean;
  readonly known: Readonly<Partial<Record<JobFilterName, readonly string[]>>>;
}

export interface Pressed {
  readonly input: string;
  readonly name?: 'up' | 'down' | 'left' | 'right' | 'pageUp' | 'pageDown' | 'home' | 'end' | 'enter' | 'escape' | 'tab' | 'backspace';
  readonly ctrl?: boolean;
}

export type Effect = { readonly kind: 'quit' } | { readonly kind: 'act'; readonly action: Action } | { readonly kind: 'refresh' };
export interface Step {
  readonly state: State;
  readonly effect?: Effect;
}

export const firstState = (page: Page): State => ({ visits: [{ page, at: 0, filter: '' }], mode: { kind: 'keys' } });
export const here = (state: State): Visit => state.visits[0];

const HISTORY = 50;

/** What a key does. */
export function press(state: State, pressed: Pressed, seen: Seen): Step {
  if (pressed.ctrl === true && pressed.input === 'c') return { state, effect: { kind: 'quit' } };
  const { mode } = state;
  switch (mode.kind) {
    case 'help':
      return { state: { ...state, mode: { kind: 'keys' } } };
    case 'confirm': {
      const quiet: State = { visits: state.visits, mode: { kind: 'keys' } };
      if (pressed.input === 'y' || pressed.input === 'Y') return { state: quiet, effect: { kind: 'act', action: mode.action } };
      return { state: { ...quiet, message: 'nothing done' } };
    }
    case 'command':
      return typeCommand(state, mode.text, pressed, seen);
    case 'filter':
      return { state: typeFilter(state, mode.before, pressed) };
    case 'keys':
      return pressKey({ visits: state.visits, mode }, pressed, seen);
  }
}

function typed(text: string, { input, name, ctrl }: Pressed): string {
  if (name === 'backspace') return [...text].slice(0, -1).join('');
  if (ctrl === true) return input === 'u' ? '' : input === 'w' ? text.replace(/\S+\s*$/, '') : text;
  return name === undefined ? text + input : text;
}

function typeCommand(state: State, text: string, pressed: Pressed, seen: Seen): Step {
  const keys: State = { visits: state.visits, mode: { kind: 'keys' } };
  if (pressed.name === 'escape' || (pressed.name === 'backspace' && text === '')) return { state: keys };
  if (pressed.name === 'tab' || pressed.name === 'right') return { state: { ...state, mode: { kind: 'command', text: completed(text, completions(text, seen.known)) } } };
  if (pressed.name !== 'enter') return { state: { ...state, mode: { kind: 'command', text: typed(text, pressed) } } };
  const command = parseCommand(text);
  switch (command.kind) {
    case 'page':
      return { state: goTo(keys, command.page) };
    case 'quit':
      return { state: keys, effect: { kind: 'quit' } };
    case 'help':
      return { state: { ...keys, mode: { kind: 'help' } } };
    case 'fault':
      return { state: { ...keys, message: command.message } };
  }
}

function typeFilter(state: State, before: string, pressed: Pressed): State {
  const { filter } = here(state);
  if (pressed.name === 'enter') return { ...state, mode: { kind: 'keys' } };
  if (pressed.name === 'escape') return revisit({ ...state, mode: { kind: 'keys' } }, { filter: before, at: 0, key: undefined });
  return revisit(state, { filter: typed(filter, pressed), at: 0, key: undefined });
}

const revisit = (state: State, change: Partial<Visit>): State => ({ ...state, visits: [{ ...state.visits[0], ...change }, ...state.visits.slice(1)] });

export const goTo = (state: State, page: Page): State => ({ ...state, visits: [{ page, at: 0, filter: '' }, ...state.visits.slice(0, HISTORY)] });

/** Takes over where the line that was chosen has come to stand meanwhile. */
export const settle = (state: State, at: number): State => (here(state).at === Infinity ? state : revisit(state, { at }));

function move(state: State, to: number, seen: Seen): State {
  const last = seen.isText ? Math.max(0, seen.rows - seen.height) : Math.max(0, seen.rows - 1);
  // The end of a text that grows is wherever it is.
  if (seen.isText && to >= last && last > 0) return revisit(state, { at: Infinity });
  const at = Math.min(last, Math.max(0, to));
  return revisit(state, { at, key: at === 0 ? undefined : seen.keyAt(at) });
}

function pressKey(state: State, pressed: Pressed, seen: Seen): Step {
  const { page, filter } = here(state);
  const at = standing(state, seen);
  switch (pressed.name) {
    case 'up':
      return { state: move(state, at - 1, seen) };
    case 'down':
      return { state: move(state, at + 1, seen) };
    case 'pageUp':
      return { state: move(state, at - seen.height, seen) };
    case 'pageDown':
      return { state: move(state, at + seen.height, seen) };
    case 'home':
      return { state: move(state, 0, seen) };
    case 'end':
      return { state: move(state, Infinity, seen) };
    case 'enter':
      return { state: open(state, seen.target) };
    case 'escape':
      if (filter !== '') return { state: revisit(state, { filter: '', at: 0, key: undefined }) };
      return { state: back(state) };
    case 'tab':
      return { state: page.kind === 'job' ? jobTab(state, undefined, nextTab(page.tab)) : goTo(state, nextMain(page)) };
    case 'backspace':
      return { state: back(state) };
    case 'left':
    case 'right':
      return { state };
    case undefined:
      return pressed.ctrl === true ? pressControl(state, pressed.input, seen) : pressLetter(state, pressed.input, seen);
  }
}

function pressControl(state: State, letter: string, seen: Seen): Step {
  const at = standing(state, seen);
  switch (letter) {
    case 'f':
      return { state: move(state, at + seen.height, seen) };
    case 'b':
      return { state: move(state, at - seen.height, seen) };
    case 'r':
    case 'l':
      return { state, effect: { kind: 'refresh' } };
    case 'd':
    case 'k':
      return { state: askToCancel(state, seen) };
    default:
      return { state };
  }
}

function pressLetter(state: State, letter: string, seen: Seen): Step {
  const { filter, page } = here(state);
  const at = standing(state, seen);
  const digit = letter === '0' ? MAIN_PAGES[9] : MAIN_PAGES[Number(letter) - 1];
  if (digit !== undefined) return { state: goTo(state, mainPage(digit)) };
  switch (letter) {
    case ':':
      return { state: { ...state, mode: { kind: 'command', text: '' } } };
    case '/':
      return { state: { ...state, mode: { kind: 'filter', before: filter } } };
    case '?':
      return { state: { ...state, mode: { kind: 'help' } } };
    case 'j':
      return { state: move(state, at + 1, seen) };
    case 'k':
      return { state: move(state, at - 1, seen) };
    case 'g':
      return { state: move(state, 0, seen) };
    case 'G':
      return { state: move(state, Infinity, seen) };
    case 'd':
      return { state: describe(state, seen.target) };
    case 'l':
      return { state: jobTab(state, seen.target, 'logs') };
    case 'y':
      return { state: jobTab(state, seen.target, 'why') };
    case 'e':
      return { state: jobTab(state, seen.target, 'events') };
    case 't':
      return { state: jobTab(state, seen.target, 'summary') };
    case 'R':
      return { state: askToRunAgain(state, seen) };
    case 'p':
      return { state: askToPause(state, seen) };
    case 'a':
      return { state: askToAcknowledge(state, seen) };
    case 'q':
      return state.visits.length === 1 && page.kind !== 'job' ? { state, effect: { kind: 'quit' } } : { state: back(state) };
    default:
      return { state };
  }
}

function back(state: State): State {
  const [, previous, ...older] = state.visits;
  return previous === undefined ? state : { ...state, visits: [previous, ...older] };
}

/** Where one is, also at an end that moves. */
const standing = (state: State, seen: Seen): number => Math.min(here(state).at, Math.max(0, seen.rows - (seen.isText ? seen.height : 1)));

const nextTab = (tab: JobTab): JobTab => JOB_TABS[(JOB_TABS.indexOf(tab) + 1) % JOB_TABS.length] ?? 'summary';

function nextMain(page: Page): Page {
  const at = MAIN_PAGES.findIndex((name) => name === page.kind);
  return mainPage(MAIN_PAGES[(at + 1) % MAIN_PAGES.length] ?? 'overview');
}

function open(state: State, target: Target | undefined): State {
  if (target === undefined || here(state).page.kind === 'job') return state;
  switch (target.kind) {
    case 'job':
      return goTo(state, { kind: 'job', id: target.id, tab: 'summary' });
    case 'queue':
      return goTo(state, { kind: 'jobs', filters: { queue: [target.name] } });
    case 'schedule':
      return goTo(state, { kind: 'jobs', filters: { scheduleId: [target.id] } });
    case 'error':
      return goTo(state, { kind: 'jobs', filters: { fingerprint: [target.fingerprint] } });
    case 'event':
      return target.jobId === undefined ? describe(state, target) : goTo(state, { kind: 'job', id: target.jobId, tab: 'summary' });
    case 'worker':
      return goTo(state, { kind: 'jobs', filters: { worker: [target.id] } });
    case 'alert':
    case 'operation':
    case 'audit':
      return describe(state, target);
  }
}

function describe(state: State, target: Target | undefined): State {
  const { page } = here(state);
  if (page.kind === 'job') return jobTab(state, target, 'describe');
  if (target === undefined) return state;
  return goTo(state, target.kind === 'job' ? { kind: 'job', id: target.id, tab: 'describe' } : { kind: 'describe', title: `${target.kind} ${targetKey(target)}`, value: target.value });
}

function jobTab(state: State, target: Target | undefined, tab: JobTab): State {
  const { page } = here(state);
  if (page.kind === 'job') return revisit(state, { page: { ...page, tab }, at: tab === 'logs' ? Infinity : 0, filter: '' });
  const id = target?.kind === 'job' ? target.id : target?.kind === 'event' ? target.jobId : undefined;
  return id === undefined ? { ...state, message: 'no job is chosen' } : jobTab(goTo(state, { kind: 'job', id, tab }), undefined, tab);
}

const OFF = 'commands are off: the observatory passes none on (CONSOLE_COMMANDS), and no gateway is given (--gateway, GATEWAY_URL)';
const ask = (state: State, seen: Seen, action: Action): State => (seen.commands ? { ...state, mode: { kind: 'confirm', action } } : { ...state, message: OFF });

function askToCancel(state: State, seen: Seen): State {
  const { target } = seen;
  if (target?.kind !== 'job') return { ...state, message: 'no job is chosen' };
  if (target.status !== undefined && hasEnded(target.status)) return { ...state, message: `it has ended: ${target.status}` };
  return ask(state, seen, { kind: 'cancel', jobId: target.id });
}

function askToRunAgain(state: State, seen: Seen): State {
  const { target } = seen;
  if (target?.kind !== 'job') return { ...state, message: 'no job is chosen' };
  if (target.status === 'FAILED') return ask(state, seen, { kind: 'redrive', jobId: target.id });
  if (target.status === 'RETRYING' || target.status === 'SCHEDULED') return ask(state, seen, { kind: 'retry', jobId: target.id });
  return { ...state, message: `only jobs that failed, back off or are scheduled can be run again, not ${target.status ?? 'this one'}` };
}

function askToPause(state: State, seen: Seen): State {
  const { target } = seen;
  return target?.kind === 'queue' ? ask(state, seen, { kind: target.paused ? 'resume' : 'pause', queue: target.name }) : { ...state, message: 'no queue is chosen' };
}

function askToAcknowledge(state: State, seen: Seen): State {
  const { target } = seen;
  if (target?.kind !== 'alert') return { ...state, message: 'no alert is chosen' };
  return target.acknowledged ? { ...state, message: 'it is acknowledged already' } : ask(state, seen, { kind: 'acknowledge', fingerprint: target.fingerprint, name: target.name });
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { failureOf } from '../data/failure';
import { filterPairs, filterQuery, filterText, flagOf } from '../data/job-filters';
import { lineWidth } from '../text/width';
import { completed, completions, parseCommand, parseFilters } from './command-line';
import { freshnessOf, type PageData } from './page-data';
import { pageView } from './page-view';
import { MAIN_PAGES, mainPage, pageKey, pageTitle, type JobTab, type Page } from './pages';
import { bodyHeight, firstShown, screenLines, type Screen } from './screen';
import { firstState, here, press, settle, type Pressed, type Seen, type State } from './state';
import { question, targetKey, type Target } from './targets';

const ID = '01a22148-886d-7000-900c-60f1642f323e';
const NOW = Date.parse('2026-11-28T12:00:00Z');

/** The golden examples of the contracts are as good as answers. */
function golden<T>(schema: string): T {
  const folder = join('contracts', 'fixtures', 'golden', 'http', schema);
  const texts = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
  // The one that says most.
  return JSON.parse(texts.sort((a, b) => b.length - a.length)[0] ?? '{}') as T;
}

const body = (kind: Exclude<PageData['kind'], 'job' | 'events'>, schema: string): PageData => ({ kind, body: golden(schema) }) as PageData;
const LISTS: PageData[] = [body('overview', 'overview-response'), body('jobs', 'job-list-response'), body('queues', 'queue-page-response'), body('workers', 'worker-page-response'), body('schedules', 'schedule-page-response'), body('errors', 'error-page-response'), body('alerts', 'alert-list-response'), body('operations', 'operation-page-response')];
const AUDIT: PageData = { kind: 'audit', body: golden('audit-list-response'), chain: golden('audit-chain-response') };
const EVENTS: PageData = { kind: 'events', items: golden<{ items: Extract<PageData, { kind: 'events' }>['items'] }>('job-events-response').items };
const JOB = { kind: 'job', detail: golden('job-detail-response'), attempts: golden('job-attempts-response'), timeline: golden('timeline-response'), why: golden('job-why-response'), events: golden('job-events-response'), logs: { attempt: 1, lines: golden<{ items: [] }>('attempt-logs-response').items, dropped: 3 } } as PageData;

const JOB_TARGET: Target = { kind: 'job', id: ID, status: 'RUNNING', value: { a: 1 } };
const seeing = (change: Partial<Seen> = {}): Seen => ({ rows: 100, height: 20, isText: false, target: JOB_TARGET, keyAt: (at) => `row-${at}`, commands: true, known: { queue: ['mail', 'media'] }, ...change });
const after = (state: State, keys: readonly (string | Pressed)[], seen = seeing()): State => keys.reduce<State>((now, key) => press(now, typeof key === 'string' ? { input: key } : key, seen).state, state);
const jobs = (): State => firstState({ kind: 'jobs', filters: {} });
const named = (name: NonNullable<Pressed['name']>): Pressed => ({ input: '', name });
const ctrl = (input: string): Pressed => ({ input, ctrl: true });

describe('the command line', () => {
  it('leads to pages, by name, by first letters, by the id of a job', () => {
    expect(parseCommand('queues')).toEqual({ kind: 'page', page: { kind: 'queues' } });
    expect(parseCommand('j state=failed,RETRYING queue=mail "no route"')).toEqual({ kind: 'page', page: { kind: 'jobs', filters: { state: ['FAILED', 'RETRYING'], queue: ['mail'], q: ['no route'] } } });
    expect(parseCommand(ID)).toEqual(parseCommand(`job ${ID}`));
    expect([parseCommand('q').kind, parseCommand('help').kind]).toEqual(['quit', 'help']);
  });

  it.each(['', 'nothing', 'job 7', 'jobs colour=red', 'jobs state=BROKEN', 'jobs queue=', 'queues mail'])('says what is wrong with "%s"', (text) => {
    expect(parseCommand(text)).toMatchObject({ kind: 'fault' });
  });

  it('completes pages, filters, and values that are known', () => {
    expect(completions('jo', {})).toEqual(['jobs', 'job']);
    expect(completions('jobs sub', {})).toEqual(['jobs submittedAfter=', 'jobs submittedBefore=']);
    expect(completions('jobs state=f', {})).toEqual(['jobs state=FAILED']);
    expect(completions('jobs queue=m', { queue: ['mail', 'media'] })).toEqual(['jobs queue=mail', 'jobs queue=media']);
    expect([completions('queues x', {}), completions('jobs colour=', {})]).toEqual([[], []]);
    expect([completed('jobs sub', completions('jobs sub', {})), completed('jobs state=f', ['jobs state=FAILED']), completed('xyz', [])]).toEqual(['jobs submitted', 'jobs state=FAILED ', 'xyz']);
    expect(completed('jo', ['jobs', 'job'])).toBe('job');
  });

  it('writes filters as it reads them', () => {
    const filters = parseFilters(['state=FAILED', 'tag=a', 'tag=b', 'some', 'text']);
    if (typeof filters === 'string') throw new Error(filters);
    expect(filterText(filters)).toBe('state=FAILED tag=a tag=b q="some text"');
    expect(filterQuery(filters)).toEqual({ state: 'FAILED', tag: ['a', 'b'], q: 'some text' });
    expect(filterPairs(filters)).toContainEqual(['tag', 'b']);
    expect(flagOf('externalRef')).toBe('external-ref');
  });
});

describe('keys', () => {
  it('move within what there is, and what was chosen stays chosen', () => {
    expect(here(after(jobs(), ['j', 'j', 'k']))).toMatchObject({ at: 1, key: 'row-1' });
    expect(here(after(jobs(), ['G'])).at).toBe(99);
    expect(here(after(jobs(), ['G', named('down'), 'g', named('up')])).at).toBe(0);
    expect(here(after(jobs(), [named('pageDown'), ctrl('f'), ctrl('b'), named('pageUp'), named('end'), named('home')])).at).toBe(0);
    expect(here(settle(after(jobs(), ['j']), 7)).at).toBe(7);
  });

  it('follow the end of a text until one moves up', () => {
    const text = seeing({ isText: true, target: undefined });
    const atEnd = after(firstState({ kind: 'overview' }), ['G'], text);
    expect(here(settle(atEnd, 3)).at).toBe(Infinity);
    expect(here(after(atEnd, ['k'], text)).at).toBe(79);
  });

  it('open what is chosen, and lead back', () => {
    const opened = after(jobs(), [named('enter')]);
    expect(here(opened).page).toEqual({ kind: 'job', id: ID, tab: 'summary' });
    expect(here(after(opened, [named('escape')])).page).toEqual({ kind: 'jobs', filters: {} });
    expect(here(after(opened, ['q'])).page.kind).toBe('jobs');
    const targets: [Target, Page['kind']][] = [
      [{ kind: 'queue', name: 'mail', paused: false, value: {} }, 'jobs'],
      [{ kind: 'worker', id: 'w', value: {} }, 'jobs'],
      [{ kind: 'schedule', id: ID, name: 's', value: {} }, 'jobs'],
      [{ kind: 'error', fingerprint: 'f', value: {} }, 'jobs'],
      [{ kind: 'alert', fingerprint: 'f', name: 'A', acknowledged: false, value: {} }, 'describe'],
      [{ kind: 'event', key: 'k', jobId: ID, value: {} }, 'job'],
      [{ kind: 'event', key: 'k', jobId: undefined, value: {} }, 'describe'],
    ];
    for (const [target, kind] of targets) {
      expect(here(after(jobs(), [named('enter')], seeing({ target }))).page.kind).toBe(kind);
      expect(targetKey(target)).not.toBe('');
    }
  });

  it('show the views of a job', () => {
    expect(here(after(jobs(), ['l']))).toMatchObject({ page: { tab: 'logs' }, at: Infinity });
    for (const [key, tab] of [['y', 'why'], ['e', 'events'], ['d', 'describe'], ['t', 'summary']]) expect(here(after(jobs(), [key ?? ''])).page).toMatchObject({ tab });
    expect(here(after(jobs(), ['t', named('tab')])).page).toMatchObject({ tab: 'logs' });
    expect(here(after(jobs(), [named('tab')])).page.kind).toBe('queues');
    expect(after(jobs(), ['l'], seeing({ target: undefined })).message).toMatch('no job');
    expect(here(after(jobs(), ['8'])).page.kind).toBe('events');
  });

  it('narrow a list while one types, and widen it again', () => {
    const narrowed = after(jobs(), ['/', 'a', 'b', named('backspace'), named('enter')]);
    expect([here(narrowed).filter, narrowed.mode.kind]).toEqual(['a', 'keys']);
    expect(here(after(narrowed, [named('escape')])).filter).toBe('');
    expect(here(after(narrowed, ['/', 'x', named('escape')])).filter).toBe('a');
  });

  it('take a command, with completion', () => {
    expect(here(after(jobs(), [':', 'q', 'u', 'e', named('tab'), named('enter')])).page.kind).toBe('queues');
    expect(after(jobs(), [':', 'x', ctrl('u'), named('backspace')]).mode.kind).toBe('keys');
    expect(after(jobs(), [':', 'x', named('enter')]).message).toMatch('no page');
    expect(after(jobs(), [':', 'h', named('enter')]).mode.kind).toBe('help');
    expect(after(jobs(), ['?', 'x']).mode.kind).toBe('keys');
    expect(press(after(jobs(), [':', 'q']), named('enter'), seeing()).effect).toEqual({ kind: 'quit' });
    expect([press(jobs(), ctrl('c'), seeing()).effect, press(jobs(), ctrl('r'), seeing()).effect, press(jobs(), { input: 'q' }, seeing()).effect]).toEqual([{ kind: 'quit' }, { kind: 'refresh' }, { kind: 'quit' }]);
  });

  it('change nothing without a yes', () => {
    const asked = after(jobs(), [ctrl('d')]);
    expect(asked.mode).toEqual({ kind: 'confirm', action: { kind: 'cancel', jobId: ID } });
    expect(press(asked, { input: 'y' }, seeing()).effect).toEqual({ kind: 'act', action: { kind: 'cancel', jobId: ID } });
    expect(press(asked, { input: 'n' }, seeing())).toMatchObject({ state: { message: 'nothing done' } });
    expect(press(asked, { input: 'n' }, seeing()).effect).toBeUndefined();
    expect(after(jobs(), [ctrl('d')], seeing({ commands: false })).message).toMatch('commands are off');
    expect(after(jobs(), [ctrl('d')], seeing({ target: { ...JOB_TARGET, status: 'COMPLETED' } as Target })).message).toMatch('has ended');
  });

  it('ask for what fits what is chosen', () => {
    const asks = (key: string, target: Target) => {
      const { mode, message } = after(jobs(), [key], seeing({ target }));
      return mode.kind === 'confirm' ? question(mode.action) : message;
    };
    expect(asks('R', { ...JOB_TARGET, status: 'FAILED' })).toMatch('another life');
    expect(asks('R', { ...JOB_TARGET, status: 'RETRYING' })).toMatch('now');
    expect(asks('R', JOB_TARGET)).toMatch('only jobs that failed');
    expect(asks('p', { kind: 'queue', name: 'mail', paused: true, value: {} })).toMatch('run again');
    expect(asks('p', { kind: 'queue', name: 'mail', paused: false, value: {} })).toMatch('Pause queue mail');
    expect(asks('a', { kind: 'alert', fingerprint: 'f', name: 'A', acknowledged: false, value: {} })).toBe('Acknowledge A?');
    for (const key of ['p', 'a']) expect(asks(key, JOB_TARGET)).toMatch(/^no /);
  });
});

function screenOf(page: Page, data: PageData | undefined, change: Partial<Screen> = {}): Screen {
  const width = change.width ?? 80;
  const view = pageView(page, data, width, NOW, '');
  return { width, height: 24, now: NOW, state: firstState(page), view, at: 0, observatoryUrl: 'http://127.0.0.1:13003', freshness: data === undefined ? undefined : freshnessOf(data), receivedAt: NOW, failure: undefined, alerts: { critical: 1, warning: 2 }, known: {}, ...change };
}

const shown = (screen: Screen): string => screenLines(screen).map((one) => one.map(({ text }) => text).join('')).join('\n');

describe('a screen', () => {
  const pages: [Page, PageData | undefined][] = [
    ...MAIN_PAGES.map((kind): [Page, PageData | undefined] => [mainPage(kind), kind === 'events' ? EVENTS : kind === 'audit' ? AUDIT : LISTS.find((data) => data.kind === kind)]),
    ...(['summary', 'logs', 'why', 'events', 'describe'] as JobTab[]).map((tab): [Page, PageData] => [{ kind: 'job', id: ID, tab }, JOB]),
    [{ kind: 'describe', title: 'alert f', value: { a: { b: ['c'] } } }, undefined],
  ];

  it.each(pages.flatMap(([page, data]) => [[40, 10], [80, 24], [120, 40], [200, 50]].map(([width, height]) => ({ name: pageKey(page), page, data, width, height }))))('$name is as large as $width × $height', ({ page, data, width = 0, height = 0 }) => {
    const lines = screenLines(screenOf(page, data, { width, height }));
    expect(lines).toHaveLength(height);
    for (const one of lines) expect(lineWidth(one)).toBeLessThanOrEqual(width);
    expect(pageTitle(page)).not.toBe('');
  });

  it('names every page in the bar of 80 columns, and shows the trail with whether it is whole', () => {
    expect(here(after(jobs(), ['0'])).page).toEqual({ kind: 'audit' });
    const trail = shown(screenOf(mainPage('audit'), AUDIT, { width: 80 }));
    expect(trail.split('\n')[1]).toMatch(/^1 over 2 jobs .* 9 ops 0 audit *$/);
    expect(trail).toMatch(/the trail is whole, sealed up to 7, 2 after it[^]*ci +jobs:cancel +accepted/);
  });

  it('says how true it is', () => {
    const data = LISTS[1];
    const page = mainPage('jobs');
    const freshness = { position: 7, lagEvents: 0, lagMs: 0, epoch: ID, projection: 'jobs' };
    expect(shown(screenOf(page, data, { freshness }))).toMatch('live at 7');
    expect(shown(screenOf(page, data, { freshness: { ...freshness, lagMs: 9000, lagEvents: 4 } }))).toMatch('▲ 9.0s behind (4 events)');
    expect(shown(screenOf(page, data, { receivedAt: NOW - 15_000 }))).toMatch('15s old');
    expect(shown(screenOf(page, undefined, { receivedAt: undefined }))).toMatch('connecting');
    const away = shown(screenOf(page, data, { failure: { since: NOW - 5000, what: { kind: 'unavailable', message: 'nobody listens there', advice: 'Run `make status`.' } } }));
    expect(away).toMatch(/✕ away since .*\n[^]*does not answer: nobody listens there[^]*make status/);
    expect(shown(screenOf(page, data, { failure: { since: NOW, what: { kind: 'usage', message: 'no such order' } } }))).toMatch('refused: no such order');
  });

  it('keeps what is chosen in sight', () => {
    expect([firstShown(0, 100, 20), firstShown(50, 100, 20), firstShown(99, 100, 20), firstShown(3, 5, 20)]).toEqual([0, 40, 80, 0]);
    expect(bodyHeight(screenOf(mainPage('jobs'), LISTS[1]))).toBe(19);
  });

  it('says at the bottom what one types and what one is asked', () => {
    const page = mainPage('jobs');
    const bottom = (mode: State['mode'], message?: string): string => shown(screenOf(page, LISTS[1], { state: { ...firstState(page), mode, message } })).split('\n').at(-1) ?? '';
    expect(bottom({ kind: 'command', text: 'jobs st' })).toMatch(':jobs st   state=');
    expect(bottom({ kind: 'command', text: '' })).toMatch('Tab completes');
    expect(bottom({ kind: 'filter', before: '' })).toMatch(/^\//);
    expect(bottom({ kind: 'confirm', action: { kind: 'cancel', jobId: ID } })).toMatch(`Cancel job ${ID}? yes`);
    expect(bottom({ kind: 'help' })).toMatch('any key');
    expect(bottom({ kind: 'keys' }, 'done')).toBe('done');
    expect(bottom({ kind: 'keys' })).toMatch('? help');
  });

  it('shows only what is looked for', () => {
    expect(pageView(mainPage('jobs'), LISTS[1], 80, NOW, 'no-such-text')).toMatchObject({ rows: [], none: 'nothing here matches /no-such-text' });
    expect(pageView(mainPage('overview'), LISTS[0], 80, NOW, 'queued').rows.length).toBeGreaterThan(0);
    expect(pageView(mainPage('jobs'), undefined, 80, NOW, '').none).toBe('asking…');
  });
});

it('a failure says what to do about it', () => {
  expect(failureOf(Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNREFUSED' } }))).toMatchObject({ kind: 'unavailable', message: 'nobody listens there (connection refused)' });
  expect(failureOf(Object.assign(new Error('late'), { name: 'TimeoutError' }))).toMatchObject({ kind: 'unavailable' });
  expect(failureOf(new Error('odd'))).toEqual({ kind: 'unexpected', message: 'odd' });
});

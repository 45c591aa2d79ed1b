import { Box, Text, useApp, useInput, useWindowSize, type Key } from 'ink';
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { failureOf } from '../data/failure';
import type { Platform } from '../data/platform';
import { paint } from '../text/paint';
import { carryOut } from './carry-out';
import { freshnessOf, type PageData } from './page-data';
import { pageView, type PageView } from './page-view';
import type { Page } from './pages';
import { bodyHeight, screenLines, type Screen } from './screen';
import { here, press, settle, type Effect, type Pressed, type Seen, type State } from './state';
import { targetKey, type Action } from './targets';
import { useFeed } from './use-feed';

const OVERVIEW: Page = { kind: 'overview' };
const TICK_MS = 1000;

interface AppProps {
  readonly platform: Platform;
  readonly first: State;
  readonly commands: boolean;
}

/** State and data in, lines out; all that is decided about them stands in functions without Ink. */
export function App({ platform, first, commands }: AppProps): ReactNode {
  const { columns: width, rows: height } = useWindowSize();
  const { exit } = useApp();
  const [state, setState] = useState(first);
  const [asked, setAsked] = useState(0);
  const now = useNow();
  const visit = here(state);
  const feed = useFeed(platform, visit.page, asked);
  // Alerts and names of queues are wanted on every page, and how true it all is on those that have no freshness of their own.
  const summary = useFeed(platform, OVERVIEW, asked);
  const shownAt = feed.receivedAt ?? now;
  const view = useMemo(() => pageView(visit.page, feed.data, width, shownAt, visit.filter), [visit.page, feed.data, width, shownAt, visit.filter]);
  const failure = feed.failure ?? (visit.page.kind === 'describe' || visit.page.kind === 'events' ? summary.failure : undefined);
  const room = bodyHeight({ height, width, failure, view });
  const at = whereAt(visit.at, visit.key, view, room);
  const known = useKnown(summary.data, feed.data);
  const screen: Screen = {
    width, height, now, state, view, at, failure, known,
    observatoryUrl: platform.settings.observatoryUrl,
    freshness: (feed.data === undefined ? undefined : freshnessOf(feed.data)) ?? (summary.data === undefined ? undefined : freshnessOf(summary.data)),
    receivedAt: feed.receivedAt ?? (visit.page.kind === 'describe' ? summary.receivedAt : undefined),
    alerts: summary.data?.kind === 'overview' ? summary.data.body.alerts : undefined,
  };
  const seen: Seen = {
    rows: view.rows.length, height: room, commands, known,
    isText: view.targets === undefined,
    target: view.targets === undefined ? view.subject : view.targets[at],
    keyAt: (index) => {
      const target = view.targets?.[index];
      return target === undefined ? undefined : targetKey(target);
    },
  };
  // Several keys can come before the next frame: each must find what the one before it has done.
  const latest = useRef(state);
  latest.current = state;
  const act = (action: Action): void => {
    const told = (message: string): void => setState((before) => ({ ...before, message }));
    carryOut(platform, action).then(told, (error: unknown) => told(`not done: ${failureOf(error).message}`));
  };
  const carry = (effect: Effect | undefined): void => {
    if (effect?.kind === 'quit') exit();
    if (effect?.kind === 'refresh') setAsked((times) => times + 1);
    if (effect?.kind === 'act') act(effect.action);
  };
  useInput((input, key) => {
    for (const pressed of pressedKeys(input, key)) {
      const step = press(latest.current === state ? settle(state, at) : latest.current, pressed, seen);
      latest.current = step.state;
      setState(step.state);
      carry(step.effect);
    }
  });
  return (
    <Box flexDirection="column" width={width} height={height}>
      {screenLines(screen).map((one, order) => (
        <Text key={order} wrap="truncate">
          {paint(one, platform.settings.depth) || ' '}
        </Text>
      ))}
    </Box>
  );
}

/** What was chosen stays chosen where it still is; otherwise the same place on the screen. */
function whereAt(at: number, key: string | undefined, view: PageView, room: number): number {
  const found = key === undefined ? -1 : (view.targets?.findIndex((target) => targetKey(target) === key) ?? -1);
  const last = view.targets === undefined ? Math.max(0, view.rows.length - room) : Math.max(0, view.rows.length - 1);
  return found >= 0 ? found : Math.min(at, last);
}

function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}

function useKnown(summary: PageData | undefined, data: PageData | undefined): Seen['known'] {
  return useMemo(() => {
    const jobs = data?.kind === 'jobs' ? data.body.items : [];
    const distinct = (values: readonly string[]): string[] => [...new Set(values)].sort();
    return {
      queue: summary?.kind === 'overview' ? summary.body.queues.map(({ queue }) => queue) : [],
      type: distinct(jobs.map(({ type }) => type)),
      tag: distinct(jobs.flatMap(({ tags = [] }) => tags)),
    };
  }, [summary, data]);
}

const NAMES = { upArrow: 'up', downArrow: 'down', leftArrow: 'left', rightArrow: 'right', pageUp: 'pageUp', pageDown: 'pageDown', home: 'home', end: 'end', return: 'enter', escape: 'escape', tab: 'tab', backspace: 'backspace', delete: 'backspace' } as const satisfies Partial<Record<keyof Key, Pressed['name']>>;

/** What a terminal sends at once may be several keys: somebody types fast, or the link is slow. */
function pressedKeys(input: string, key: Key): Pressed[] {
  for (const [flag, name] of Object.entries(NAMES) as [keyof typeof NAMES, NonNullable<Pressed['name']>][]) if (key[flag]) return [{ input: '', name }];
  if (key.ctrl) return [{ input, ctrl: true }];
  return [...input].map(keyOf);
}

/** One key of several that came at once, as they do over a slow link. */
function keyOf(character: string): Pressed {
  if (character === '\r' || character === '\n') return { input: '', name: 'enter' };
  if (character === '\t') return { input: '', name: 'tab' };
  const code = character.charCodeAt(0);
  // Control and a letter are one character, the letter's place in the alphabet.
  return code > 0 && code < 27 ? { input: String.fromCharCode(code + 96), ctrl: true } : { input: character };
}

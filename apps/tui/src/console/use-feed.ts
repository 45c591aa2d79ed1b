import { setTimeout as wait } from 'node:timers/promises';
import { useEffect, useState } from 'react';
import { streamEvents, type Envelope } from '../data/event-stream';
import { failureOf, type Failure } from '../data/failure';
import type { Platform } from '../data/platform';
import { loadPage, type PageData } from './page-data';
import { pageKey, type Page } from './pages';

export interface Feed {
  readonly data: PageData | undefined;
  readonly receivedAt: number | undefined;
  readonly failure: { readonly since: number; readonly what: Failure } | undefined;
}

const NOTHING: Feed = { data: undefined, receivedAt: undefined, failure: undefined };
const AGAIN_MS = 1000;
const AGAIN_AFTER_FAILURE_MS = 2000;
const EVENTS_KEPT = 500;
const EVENTS_AT_FIRST = 200;
/** Events that come in a crowd are shown together. */
const GATHER_MS = 250;

/** What a page shows, asked for again and again while it is on the screen; what was received last stays when the observatory is away. */
export function useFeed(platform: Platform, page: Page, asked: number): Feed {
  const key = pageKey(page);
  const [feed, setFeed] = useState<Feed & { readonly key: string }>({ ...NOTHING, key });
  useEffect(() => {
    const controller = new AbortController();
    // What was asked for and comes too late belongs to a page that nobody sees.
    const tell = (change: (before: Feed) => Feed): void => {
      if (!controller.signal.aborted) setFeed((before) => ({ ...change(before.key === key ? before : NOTHING), key }));
    };
    const reading = page.kind === 'events' ? followEvents(platform, tell, controller.signal) : page.kind === 'describe' ? Promise.resolve() : ask(platform, page, tell, controller.signal);
    reading.catch((error: unknown) => {
      if (!controller.signal.aborted) throw error;
    });
    return () => controller.abort();
    // The key says all that the page is.
  }, [platform, key, asked]);
  return feed.key === key ? feed : NOTHING;
}

type Tell = (change: (before: Feed) => Feed) => void;

const failed = (tell: Tell, error: unknown): void => tell((before) => ({ ...before, failure: { since: before.failure?.since ?? Date.now(), what: failureOf(error) } }));

async function ask(platform: Platform, page: Page, tell: Tell, signal: AbortSignal): Promise<void> {
  let last: PageData | undefined;
  while (!signal.aborted) {
    let pause = AGAIN_MS;
    try {
      const data = await loadPage(platform, page, signal, last);
      last = data;
      tell(() => ({ data, receivedAt: Date.now(), failure: undefined }));
    } catch (error) {
      failed(tell, error);
      pause = AGAIN_AFTER_FAILURE_MS;
    }
    await wait(pause, undefined, { signal });
  }
}

async function followEvents(platform: Platform, tell: Tell, signal: AbortSignal): Promise<void> {
  let items: readonly Envelope[] = [];
  let position: string | undefined;
  const show = (more: readonly Envelope[]): void => {
    items = [...more, ...items].slice(0, EVENTS_KEPT);
    const data: PageData = { kind: 'events', items };
    tell(() => ({ data, receivedAt: Date.now(), failure: undefined }));
  };
  while (!signal.aborted) {
    try {
      if (position === undefined) {
        const recent = await recentEvents(platform.settings, signal);
        position = recent[0]?.stream?.position.toString();
        show(recent);
      }
      let gathered: Envelope[] = [];
      let timer: NodeJS.Timeout | undefined;
      for await (const { id, envelope } of streamEvents(platform.settings, {}, signal, position)) {
        position = id === '' ? position : id;
        gathered.unshift(envelope);
        timer ??= setTimeout(() => {
          show(gathered);
          gathered = [];
          timer = undefined;
        }, GATHER_MS);
      }
    } catch (error) {
      if (signal.aborted) return;
      failed(tell, error);
    }
    await wait(AGAIN_AFTER_FAILURE_MS, undefined, { signal });
  }
}

/** What has happened lately, newest first; none where the observatory keeps no ring of events. */
async function recentEvents({ observatoryUrl, headers }: Platform['settings'], signal: AbortSignal): Promise<Envelope[]> {
  const response = await fetch(`${observatoryUrl}/v1/events?limit=${EVENTS_AT_FIRST}`, { signal, headers });
  if (!response.ok) {
    await response.body?.cancel();
    return [];
  }
  const body = (await response.json()) as { items?: Envelope[] };
  return body.items ?? [];
}

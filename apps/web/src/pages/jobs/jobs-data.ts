import { type InfiniteData, useInfiniteQuery, type UseInfiniteQueryResult } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { ObservatoryComponents, ReadBody, ReadQuery } from '#observatory-client';
import { LIVE_MS, queryClient, read } from '../../data/read';

export type JobRow = ObservatoryComponents['schemas']['JobSummary'];
export type JobPage = ReadBody<'/v1/jobs'>;
type Pages = InfiniteData<JobPage, string | undefined>;

const PAGE = 100;

/**
 * The jobs that match, page by page as far as somebody scrolls. Live: the first page is read again every two seconds and laid over what is shown, so new
 * jobs come in at the top and changed ones change where they stand, however many pages are open.
 */
export function useJobs(query: ReadQuery<'/v1/jobs'>, live: boolean): UseInfiniteQueryResult<InfiniteData<JobPage>> {
  const key = ['/v1/jobs', 'list', query];
  const result = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => read('/v1/jobs', { query: { ...query, limit: PAGE, cursor: pageParam } }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: JobPage) => page.nextCursor,
    staleTime: 60_000,
    refetchOnWindowFocus: false,
  });
  const text = JSON.stringify(query);
  useEffect(() => {
    if (!live) return undefined;
    const abort = new AbortController();
    const timer = setInterval(() => {
      if (document.hidden) return;
      read('/v1/jobs', { query: { ...query, limit: PAGE } }, abort.signal).then(
        (first) => queryClient.setQueryData<Pages>(key, (pages) => pages && overlay(pages, first)),
        () => undefined, // the badge says it
      );
    }, LIVE_MS);
    return () => {
      abort.abort();
      clearInterval(timer);
    };
     
  }, [text, live]);
  return result;
}

/** A new first page over the pages that are shown: what it has is taken from it, and the rest stays, each job once. */
export function overlay(pages: Pages, first: JobPage): Pages {
  const [before, ...rest] = pages.pages;
  if (before === undefined) return { pages: [first], pageParams: [undefined] };
  const fresh = new Set(first.items.map(({ id }) => id));
  const last = first.items.at(-1)?.id;
  // What the old first page had beyond the new one has only been pushed down by new jobs.
  const pushed = first.nextCursor === undefined || last === undefined ? [] : before.items.filter(({ id }) => !fresh.has(id) && id < last);
  const head: JobPage = { ...first, items: [...first.items, ...pushed], nextCursor: pushed.length === 0 && rest.length === 0 ? first.nextCursor : before.nextCursor };
  return { pages: [head, ...rest.map((page) => ({ ...page, items: page.items.filter(({ id }) => !fresh.has(id)) }))], pageParams: pages.pageParams };
}

import { type InfiniteData, useInfiniteQuery, type UseInfiniteQueryResult } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { ReadQuery } from '#observatory-client';
import { useLive } from '../../data/live';
import { LIVE_MS, queryClient, read } from '../../data/read';
import { type JobPage, overlay, type Pages, patched } from './live-pages';

const PAGE = 100;

/**
 * The jobs that match, page by page as far as somebody scrolls. Live: what the stream tells changes where it stands, and the first page is read again, at
 * most once a second, and laid over what is shown, so that new jobs come in at the top; however many pages are open.
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
  const due = useRef(false);
  const heard = useLive((changes) => {
    due.current = true;
    queryClient.setQueryData<Pages>(key, (pages) => pages && patched(pages, changes.jobs));
  }, live);
  useEffect(() => {
    if (!live) return undefined;
    const abort = new AbortController();
    let asked = 0;
    const timer = setInterval(() => {
      asked += 1;
      // Nothing was heard of: nothing new is to be read. Without a stream, every other second.
      if (document.hidden || !(heard ? due.current : asked % 2 === 0)) return;
      due.current = false;
      read('/v1/jobs', { query: { ...query, limit: PAGE } }, abort.signal).then(
        (first) => queryClient.setQueryData<Pages>(key, (pages) => pages && overlay(pages, first)),
        () => undefined, // the badge says it
      );
    }, LIVE_MS / 2);
    return () => {
      abort.abort();
      clearInterval(timer);
    };
     
  }, [text, live, heard]);
  return result;
}

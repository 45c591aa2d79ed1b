import { type InfiniteData, useInfiniteQuery, type UseInfiniteQueryResult } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { ReadQuery } from '#observatory-client';
import { useLive } from '../../data/live';
import { LIVE_MS, queryClient, read } from '../../data/read';
import { type JobPage, mayHaveHoles, overlay, type Pages, patched, type ToldStates } from './live-pages';

const PAGE = 100;
/** Under a load that never lets the read model be level with the log, a list with possible holes is read anew no more often than this, in milliseconds. */
const MEND_EVERY_MS = 10_000;

/**
 * The jobs that match, page by page as far as somebody scrolls. Live: what the stream tells changes where it stands, and the first page is read again, at
 * most once a second, and laid over what is shown, so that new jobs come in at the top; however many pages are open. Pages that were read while the read model
 * was behind are read again when it is not.
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
  // A read that is under way ends with the pages as they were when it began: what is told meanwhile is said again after it.
  const meanwhile = useRef<ToldStates[]>([]);
  const busy = (): boolean => queryClient.isFetching({ queryKey: key, exact: true }) > 0;
  const patch = (told: ToldStates): void => void queryClient.setQueryData<Pages>(key, (pages) => pages && patched(pages, told));
  const heard = useLive((changes) => {
    due.current = true;
    if (busy()) meanwhile.current.push(changes);
    patch(changes);
  }, live);
  useEffect(() => {
    if (!result.isFetching) for (const told of meanwhile.current.splice(0)) patch(told);
  });
  useEffect(() => {
    if (!live) return undefined;
    const abort = new AbortController();
    let asked = 0;
    let mendedAt = 0;
    const lay = (first: JobPage): void => {
      if (busy()) {
        due.current = true;
        return;
      }
      const pages = queryClient.setQueryData<Pages>(key, (before) => before && overlay(before, first));
      if (!pages || !mayHaveHoles(pages, first.freshness)) return;
      // Once more, whether or not anything is heard of until then.
      due.current = true;
      if (first.freshness.lagEvents > 0 && performance.now() - mendedAt < MEND_EVERY_MS) return;
      mendedAt = performance.now();
      void queryClient.refetchQueries({ queryKey: key, exact: true });
    };
    const timer = setInterval(() => {
      asked += 1;
      // Nothing was heard of: nothing new is to be read. Without a stream, every other second.
      if (document.hidden || busy() || !(heard ? due.current : asked % 2 === 0)) return;
      due.current = false;
      read('/v1/jobs', { query: { ...query, limit: PAGE } }, abort.signal).then(lay, () => undefined); // the badge says it
    }, LIVE_MS / 2);
    return () => {
      abort.abort();
      clearInterval(timer);
    };
  }, [text, live, heard]);
  return result;
}

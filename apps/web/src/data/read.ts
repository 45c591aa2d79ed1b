import { QueryClient, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { ProblemError, type ReadBody } from '#observatory-client';
import { observatory } from './client';
import { noteFailure, noteFreshness } from './freshness';

type ReadPath = Parameters<typeof observatory.get>[0];

export interface ReadInit {
  readonly path?: Readonly<Record<string, string | number>>;
  readonly query?: Readonly<Record<string, unknown>>;
}

/** One read of the observatory. Tells the freshness badge what the answer said of itself, or that there was none. */
export async function read<Path extends ReadPath>(path: Path, init: ReadInit = {}, signal?: AbortSignal): Promise<ReadBody<Path>> {
  try {
    const ask = observatory.get as (path: string, init: object) => Promise<ReadBody<Path>>;
    const body = await ask(path, { params: init, signal });
    noteFreshness((body as { freshness?: Parameters<typeof noteFreshness>[0] }).freshness);
    return body;
  } catch (error) {
    // What is not found, or asked for wrongly, says nothing about the observatory.
    if (!(error instanceof ProblemError && error.status < 500) && !(error instanceof DOMException && error.name === 'AbortError')) noteFailure(error);
    throw error;
  }
}

/** How often what is on the screen is asked for again, in milliseconds. */
export const LIVE_MS = 2_000;

export interface ReadOptions extends ReadInit {
  /** Milliseconds between two reads; false: once. */
  readonly every?: number | false;
  readonly enabled?: boolean;
}

/** A read of the observatory, kept up to date while it is on the screen. What was shown before stays while the next answer is on its way. */
export function useRead<Path extends ReadPath>(path: Path, { path: parameters, query, every = LIVE_MS, enabled = true }: ReadOptions = {}): UseQueryResult<ReadBody<Path>> {
  return useQuery({
    queryKey: [path, parameters, query],
    queryFn: ({ signal }) => read(path, { path: parameters, query }, signal),
    refetchInterval: every,
    enabled,
    placeholderData: (before) => before,
  });
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 1_000,
      // What is wrong with the question stays wrong; the rest heals, and the live reads come again anyway.
      retry: (failures, error) => failures < 2 && !(error instanceof ProblemError && error.status < 500),
      retryDelay: (attempt) => Math.min(500 * 2 ** attempt, 4_000),
      refetchOnWindowFocus: true,
      structuralSharing: true,
    },
  },
});

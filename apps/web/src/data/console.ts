import type { ObservatoryComponents } from '#observatory-client';
import { useMutation, type UseMutationResult, useQuery } from '@tanstack/react-query';
import { queryClient, read } from './read';
import { say } from './toasts';
import { messageOf } from './problem';

export interface ConsoleFacts {
  /** Whether commands may be sent under `/api`. */
  readonly commands: boolean;
  readonly links: ConsoleResponse['links'];
}

type ConsoleResponse = ObservatoryComponents['schemas']['ConsoleResponse'];

const NOTHING: ConsoleFacts = { commands: false, links: [] };

/** What this console may do, and where the other parts of the platform are. */
export function useConsole(): ConsoleFacts {
  const { data } = useQuery({
    queryKey: ['console.json'],
    staleTime: Infinity,
    queryFn: async ({ signal }): Promise<ConsoleFacts> => {
      const answer = await fetch('/console.json', { signal });
      if (!answer.ok) return NOTHING;
      const { commands, links } = (await answer.json()) as Partial<ConsoleResponse>;
      return { commands: commands === true, links: links ?? [] };
    },
  });
  return data ?? NOTHING;
}

/** Who says so, where nobody has signed in. */
export const BY = 'console';

/** A command. Says what came of it, and has everything on the screen read again. */
export function useCommand<Input>(send: (input: Input) => Promise<unknown>, done: string | ((input: Input) => string)): UseMutationResult<unknown, unknown, Input> {
  return useMutation({
    mutationFn: send,
    onSuccess: (_, input) => {
      say('ok', typeof done === 'string' ? done : done(input));
      void queryClient.invalidateQueries();
      // The read models follow within a quarter of a second.
      setTimeout(() => void queryClient.invalidateQueries(), 400);
    },
    onError: (error) => say('error', messageOf(error)),
  });
}

/** Once a job that the gateway has just accepted is in the read model, so that its page has something to show; if that takes too long, the page says so. */
export async function untilSeen({ jobId, position }: { readonly jobId: string; readonly position: number }): Promise<void> {
  await read('/v1/jobs/{id}', { path: { id: jobId }, query: { atLeast: position } }).catch(() => undefined);
}

import type { ObservatoryComponents } from '#observatory-client';
import { useMutation, type UseMutationResult, useQuery } from '@tanstack/react-query';
import { queryClient, read } from './read';
import { useSession } from './session';
import { say } from './toasts';
import { messageOf } from './problem';

export interface ConsoleFacts {
  /** Whether commands may be sent under `/api`. */
  readonly commands: boolean;
  readonly links: ConsoleResponse['links'];
}

type ConsoleResponse = ObservatoryComponents['schemas']['ConsoleResponse'];

/** Whether something is of each tenant, or of all together. */
export type Scope = 'tenant' | 'platform';

const PLATFORM_TENANT = 'default';
const NOTHING: ConsoleFacts = { commands: false, links: [] };

/** What whoever is signed in may send: what its roles do not allow is not offered. A command of the platform is for the tenant that runs it. */
export function useMay(permission: string, scope?: Scope): boolean {
  return useMayAll()(permission, scope);
}

/** The same, for several permissions. */
export function useMayAll(): (permission: string, scope?: Scope) => boolean {
  const session = useSession();
  const principal = session.kind === 'in' ? session.principal : session.kind === 'out' ? session.before : undefined;
  if (principal === undefined) return () => true;
  return (permission, scope = 'tenant') => principal.permissions.includes(permission) && (scope === 'tenant' || principal.tenantId === PLATFORM_TENANT);
}

/** What this console may do, and where the other parts of the platform are. `commands` is about the permission that is named. */
export function useConsole(permission?: string, scope?: Scope): ConsoleFacts {
  const may = useMay(permission ?? '', scope) || permission === undefined;
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
  const facts = data ?? NOTHING;
  return may ? facts : { ...facts, commands: false };
}

/** Who says so, where nobody has signed in; of somebody who has, the gateway knows it. */
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

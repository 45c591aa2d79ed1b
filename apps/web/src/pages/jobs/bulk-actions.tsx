import type { ReactNode } from 'react';
import { gateway } from '../../data/client';
import { BY, useCommand, useConsole } from '../../data/console';
import type { Search } from '../../data/search';
import { Button } from '../../kit/button';
import { CommandButton } from '../../kit/dialog';
import { chipsOf, type FilterName } from './filters';
import styles from './jobs.module.css';

type Action = 'cancel' | 'retry_now' | 'redrive';
interface Order {
  readonly action: Action;
  readonly filter: Record<string, unknown>;
  readonly reason: string | undefined;
}

/** Filters of the list that an operation knows as well. */
const KNOWN: Partial<Record<FilterName, string>> = { state: 'state', type: 'type', queue: 'queue', tag: 'tag', ref: 'externalRef', since: 'submittedAfter', until: 'submittedBefore' };
const ACTIONS: readonly { readonly action: Action; readonly name: string; readonly title: string; readonly what: string }[] = [
  { action: 'cancel', name: 'Cancel', title: 'Cancel these jobs', what: 'Those that have not ended are cancelled; a running one is told to stop.' },
  { action: 'retry_now', name: 'Retry now', title: 'Retry these jobs now', what: 'Those that wait for their next attempt are queued at once.' },
  { action: 'redrive', name: 'Redrive', title: 'Redrive these jobs', what: 'Those that failed for good get another life: a new job with the same payload.' },
];

/** What can be done to the jobs that are selected, or to all that match: as an operation in the background, which the history remembers. */
export function BulkActions({ search, selected, onDone }: { search: Search; selected: ReadonlySet<string>; onDone: () => void }): ReactNode {
  const { commands } = useConsole('operations:write');
  const start = useCommand<Order>(
    ({ action, filter, reason }) => gateway.post('/v1/operations', { body: { action, filter, reason, by: BY } as never }),
    ({ action }) => `Started: ${action.replace('_', ' ')}. Its progress stands under Operations.`,
  );
  const chips = chipsOf(search).filter(({ name }) => name !== 'sort');
  const unknown = chips.filter(({ name }) => name === 'q' || KNOWN[name] === undefined);
  const repeated = chips.filter(({ name }) => name === 'tag' || name === 'state').length > new Set(chips.filter(({ name }) => name === 'tag' || name === 'state').map(({ name }) => name)).size;
  const all = chips.length > 0 && unknown.length === 0 && !repeated;
  if (!commands || (selected.size === 0 && chips.length === 0)) return null;
  const filter = selected.size > 0 ? { ids: [...selected] } : Object.fromEntries(chips.map(({ name, value }) => [KNOWN[name as FilterName] ?? name, value]));
  if (selected.size === 0 && !all) return null;
  return (
    <div className={styles.selection} role="group" aria-label="actions">
      <span>{selected.size > 0 ? `${selected.size} selected` : 'All that match'}</span>
      {ACTIONS.map(({ action, name, title, what }) => (
        <CommandButton key={action} name={name} title={title} what={what} dangerous={action === 'cancel'} onSend={(reason) => (start.mutate({ action, filter, reason }), onDone())} />
      ))}
      {selected.size > 0 && (
        <Button look="quiet" onClick={onDone}>
          Select none
        </Button>
      )}
    </div>
  );
}

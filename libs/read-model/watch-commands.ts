import type { CommandStartedEvent, MongoClient } from 'mongodb';
import { slowQueries } from '#observability';

/** Commands under way; beyond it a command goes unnoticed. */
const MOST_UNDER_WAY = 1_000;

/** Notes what each command to MongoDB takes, by command and collection. The client must be made with `monitorCommands`. */
export function watchCommands(client: MongoClient): void {
  const underWay = new Map<number, string>();
  const ended = ({ requestId, duration }: { readonly requestId: number; readonly duration: number }): void => {
    const name = underWay.get(requestId);
    if (name === undefined) return;
    underWay.delete(requestId);
    slowQueries.note(name, duration);
  };
  client.on('commandStarted', (event) => {
    if (underWay.size < MOST_UNDER_WAY) underWay.set(event.requestId, nameOf(event));
  });
  client.on('commandSucceeded', ended);
  client.on('commandFailed', ended);
}

function nameOf({ commandName, command }: CommandStartedEvent): string {
  const { [commandName]: first, collection } = command as Readonly<Record<string, unknown>>;
  const on = typeof first === 'string' ? first : collection;
  return typeof on === 'string' ? `${commandName} ${on}` : commandName;
}

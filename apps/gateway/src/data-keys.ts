import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { exitOnConfigurationError } from '#config';
import { DataKeyStore, StorePool, type Erasure } from '#event-log';
import { KeyEncryptionKeys } from '#sealing';
import { loadDataKeysEnv } from './gateway.env';

/*
 * What an administrator does with the keys of sealed values, at the store itself: wraps them by the first of ENCRYPTION_KEYS, writes the ledger of
 * erasures, and erases by it what a backup has brought back.
 */

const USAGE = `data-keys rewrap               wraps every data key by the first of ENCRYPTION_KEYS
data-keys erasures             prints the ledger of erasures, one a line
data-keys erase-again FILE     destroys every key that a ledger names; after each restore from a backup
`;
const PAGE = 500;

class UsageError extends Error {}

const { positionals, values } = parseArgs({ allowPositionals: true, strict: true, options: { help: { type: 'boolean' } } });
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

async function rewrap(store: DataKeyStore, entries: readonly string[]): Promise<void> {
  if (entries.length === 0) throw new UsageError('ENCRYPTION_KEYS is not set');
  const keks = new KeyEncryptionKeys(entries);
  let count = 0;
  for (let after = ''; ; ) {
    const page = await store.wrappedByOthers(keks.currentId, after, PAGE);
    for (const key of page) if (await store.rewrap(key.id, key, keks.wrap(key.id, keks.unwrap(key.id, key)))) count += 1;
    const last = page.at(-1);
    if (last === undefined) break;
    after = last.id;
  }
  print(`${count} keys are wrapped by ${keks.currentId} now`);
}

async function printErasures(store: DataKeyStore): Promise<void> {
  for (let after = ''; ; ) {
    const page = await store.erasures(after, PAGE);
    for (const erasure of page) print(JSON.stringify(erasure));
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.id;
  }
}

async function eraseAgain(store: DataKeyStore, file: string | undefined): Promise<void> {
  if (file === undefined) throw new UsageError('erase-again needs the file of a ledger');
  const erasures = readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line) as Erasure);
  print(`${await store.eraseAgain(erasures)} of ${erasures.length} keys were there again and are destroyed`);
}

async function main(): Promise<void> {
  if (values.help === true) return print(USAGE);
  const env = exitOnConfigurationError(() => loadDataKeysEnv());
  const pool = new StorePool({ url: env.DATABASE_URL, applicationName: 'observatory data keys', max: 1, logger: silent });
  const store = new DataKeyStore(pool);
  const [command, file] = positionals;
  try {
    switch (command) {
      case 'rewrap':
        return await rewrap(store, env.ENCRYPTION_KEYS);
      case 'erasures':
        return await printErasures(store);
      case 'erase-again':
        return await eraseAgain(store, file);
      default:
        throw new UsageError(command === undefined ? 'there is no command' : `there is no command ${command}`);
    }
  } finally {
    await pool.end();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${error instanceof UsageError ? `\n${USAGE}` : ''}`);
  process.exitCode = 1;
});

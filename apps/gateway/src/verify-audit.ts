import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { exitOnConfigurationError } from '#config';
import type { AuditHead } from '#contracts';
import { AuditStore, describeFault, StorePool, verifyAudit } from '#event-log';
import { speakTls } from '#http';
import { loadMigrateEnv } from './gateway.env';

/*
 * Reads the whole audit trail and says whether it is what it was. Whoever owns the database can write it anew from the first row on, heads and all; only heads that were
 * kept elsewhere (`--heads`, the file that gateways append to, or lines of their logs) and the public key of who signed them (`--key`) tell then.
 */

const USAGE = `verify-audit [--heads FILE]… [--key PUBLIC_KEY.pem]…

Ends with 0 when nothing was found, with 1 when entries were changed, removed, reordered or cut off, with 2 when it could not be read.
`;

const { values } = parseArgs({ strict: true, options: { heads: { type: 'string', multiple: true }, key: { type: 'string', multiple: true }, help: { type: 'boolean' } } });
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** Heads in a file: a JSON text a line, a head itself or a log line that carries one. A last line that was not finished is left out. */
function headsIn(file: string): { readonly head: AuditHead; readonly from: string }[] {
  return readFileSync(file, 'utf8').split('\n').flatMap((line, i) => {
    let parsed: unknown;
    try {
      parsed = JSON.parse(line);
    } catch {
      return [];
    }
    const head = ((parsed as { head?: AuditHead } | null)?.head ?? parsed) as Partial<AuditHead> | null;
    return typeof head?.sequence === 'number' && typeof head.hash === 'string' && typeof head.signature === 'string' ? [{ head: head as AuditHead, from: `line ${i + 1} of ${file}` }] : [];
  });
}

async function main(): Promise<number> {
  if (values.help === true) {
    print(USAGE);
    return 0;
  }
  const env = exitOnConfigurationError(() => loadMigrateEnv());
  speakTls(env);
  const pool = new StorePool({ url: env.DATABASE_URL, applicationName: 'observatory verify-audit', max: 1, logger: silent });
  try {
    const exported = (values.heads ?? []).flatMap(headsIn);
    const publicKeys = (values.key ?? []).map((file) => readFileSync(file, 'utf8'));
    const { rows, hash, heads, sealedUpTo, faults } = await verifyAudit(new AuditStore(pool), { exported, publicKeys });
    for (const fault of faults) print(`FAULT: ${describeFault(fault)}`);
    print(`${rows} entries, last hash ${hash.slice(0, 16)}…, ${heads} heads (${exported.length} from elsewhere), sealed up to entry ${sealedUpTo}`);
    if (publicKeys.length === 0) print('No public key was given: signatures were not looked at.');
    print(faults.length === 0 ? 'The audit trail is whole.' : `The audit trail is NOT what it was: ${faults.length} faults.`);
    return faults.length === 0 ? 0 : 1;
  } finally {
    await pool.end();
  }
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  },
);

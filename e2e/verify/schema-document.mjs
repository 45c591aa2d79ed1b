// docs/schema.md: every table of PostgreSQL and every collection of MongoDB, from the migrated schema (libs/event-log/schema.sql) and from the types and indexes of
// libs/read-model. What a table is for stands here; one without a word about it is an error.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

export const SCHEMA_DOCUMENT = 'docs/schema.md';

const TABLES = {
  events: 'The log: what happened, for good. `position` has no gaps; `envelope` is the event as it was published, to the character. Partitioned by position, 5,000,000 events each, so that what is old leaves as a whole partition; the gateway makes new ones ahead of the log.',
  jobs: 'What each job is now, to decide what may happen next; written in the same statement as the events that say so. `rev` fences every change, `owner_*` and `lease_tick` say who runs it, `withheld_on` what keeps it from running.',
  attempts: 'Each attempt of each job, its worker and how it ended.',
  job_parents: 'Which jobs a job waits for; a row goes when its parent has ended.',
  dedupe_keys: 'Which job stands for a deduplication key, and until when.',
  resources: 'What operators set and what announces itself: queues, job types, limits, workers, schedules, operations, alerts; the state of each as JSON, `rev` fences changes.',
  queues: 'Queues that the broker has, or shall have.',
  limit_slots: 'How many jobs run under each limit and concurrency key now.',
  limit_tokens: 'The token bucket of each rate limit.',
  log_head: 'One row: the end of the log. Its lock orders all who append, which is why positions have no gaps. `epoch` names this life of the log, `controls_version` the settings that a grant was decided by.',
  engine_clock: 'One row: the ticks by which leases are counted, in place of wall time.',
  relay_lease: 'One row: who publishes the log, in which epoch, and how far it has come.',
  data_keys: 'Keys that seal payloads, results and logs, of a tenant or of one person, each wrapped by a key of the configuration; a destroyed one stays, without its key, as the ledger of erasures.',
  api_keys: 'Whose an API key is and what it is for; of its secret only an HMAC under a salt of its own. Rows stay after a key was revoked.',
  ticket_nonces: 'Which submission tickets were used, and for which job. A ticket cannot be used again because its nonce stands here; partitions by the day on which tickets expire, dropped an hour after it.',
  ticket_horizon: 'One row: tickets that expire before that are refused whatever the clock says, since their nonces were dropped.',
  tenant_quotas: 'How many jobs, and bytes of payload in them, each tenant may have open, and how many it has: counted by the statement that writes the jobs.',
  users: 'People who sign in; of a password only its Argon2id hash.',
  memberships: 'Tenants in which a user may act besides the own one, and in which roles there.',
  sessions: 'Who has signed in, until when, and whether the session was revoked. `secret` is what the next refresh token is derived with, from the one before.',
  refresh_tokens: 'The refresh tokens of each session, by their SHA-256; a used one stays until its session is forgotten, so that its reuse is seen.',
  signing_keys: 'The keys that sign the tokens of sign-ins; the private halves are sealed with a secret that the store does not know.',
  audit_log: 'The audit trail: who did what, when, from where, and what became of it. Append-only; `hash` is over the hash of the row before and this row, `body` the entry to the character. A counted row stands for many.',
  audit_heads: 'Signed ends of the audit trail: nothing up to them can change unnoticed by whoever holds one.',
  worker_sightings: 'Who was heard of last when.',
  migrations: 'Which migrations have run (TypeORM).',
};

const FILES = ['activity', 'alert', 'attempt-telemetry', 'audit', 'error', 'job', 'overview', 'resource', 'schedule', 'service', 'timeline', 'worker'].map((name) => `libs/read-model/models/${name}.document.ts`);

/** Collections that are no model: what the models themselves are kept by. */
const BOOKS = [
  { file: 'libs/read-model/checkpoints.ts', type: 'CheckpointDocument', collection: 'read_model_checkpoints' },
  { file: 'libs/read-model/pointers.ts', type: 'Pointer', collection: 'read_model_pointers' },
];

const tick = (text) => `\`${text.replaceAll('|', '\\|')}\``;

/** @param sql schema.sql as it is generated */
export function tablesOf(sql) {
  const tables = new Map();
  for (const [, name, body, after] of sql.matchAll(/^CREATE TABLE public\.(\w+) \(\n(.*?)\n\)([^;]*);/gms)) {
    if (/_p\d{6}$/.test(name)) continue;
    const lines = body.split('\n').map((line) => line.trim().replace(/,$/, ''));
    tables.set(name, {
      columns: lines.filter((line) => !line.startsWith('CONSTRAINT')).map((line) => {
        const [, column, type, rest = ''] = /^"?(\w+)"? (.*?)( DEFAULT .*| NOT NULL)?$/.exec(line);
        return { column, type, nullable: !rest.includes('NOT NULL'), default: /DEFAULT (.*?)(?: NOT NULL)?$/.exec(rest)?.[1] };
      }),
      checks: lines.filter((line) => line.startsWith('CONSTRAINT')).map((line) => /^CONSTRAINT (\w+) (?:CHECK )?(.*)$/.exec(line).slice(1)),
      keys: [],
      indexes: [],
      partitioned: /PARTITION BY ([^;\n]*)/.exec(after)?.[1],
    });
  }
  for (const [, table, name, what] of sql.matchAll(/^ALTER TABLE ONLY public\.(\w+)\n {4}ADD CONSTRAINT "?(\w+)"? ((?:PRIMARY KEY|UNIQUE|FOREIGN KEY) .*);$/gm)) tables.get(table)?.keys.push([name, what]);
  for (const [, unique, name, table, what] of sql.matchAll(/^CREATE (UNIQUE )?INDEX (\w+) ON public\.(\w+) USING btree (.*);$/gm)) {
    // Each partition has its own; one of them stands for all.
    const owner = table.replace(/_p000000$/, '');
    tables.get(owner)?.indexes.push([name.replace(/_p000000_/, '_<partition>_'), `${unique === undefined ? '' : 'unique '}${what}`]);
  }
  return tables;
}

function tableText(name, { columns, checks, keys, indexes, partitioned }) {
  if (TABLES[name] === undefined) throw new Error(`e2e/verify/schema-document.mjs says nothing of the table ${name}`);
  return [
    `### ${name}`, '', TABLES[name], '',
    '| column | type | |', '|---|---|---|',
    ...columns.map((one) => `| ${tick(one.column)} | ${one.type} | ${[one.nullable ? 'may be null' : '', one.default === undefined ? '' : `default ${tick(one.default)}`].filter(Boolean).join(', ')} |`),
    '',
    ...[...keys, ...indexes, ...checks].map(([rule, what]) => `- ${tick(rule)} ${tick(what)}`),
    ...(partitioned === undefined ? [] : [`- partitioned by ${tick(partitioned)}`]),
    '',
  ];
}

/** Reads types as the compiler sees them. */
class Types {
  constructor(root, files) {
    const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
    const { options } = ts.parseJsonConfigFileContent({ ...config, files, include: [] }, ts.sys, root);
    this.root = root;
    this.program = ts.createProgram(files.map((file) => join(root, file)), { ...options, noEmit: true });
    this.checker = this.program.getTypeChecker();
  }

  exportsOf(file) {
    const source = this.program.getSourceFile(join(this.root, file));
    return this.checker.getExportsOfModule(this.checker.getSymbolAtLocation(source));
  }

  what(symbol) {
    return ts.displayPartsToString(symbol.getDocumentationComment(this.checker)).replaceAll(/\{@link (\w+)\}/g, '`$1`').replaceAll(/\s*\n\s*/g, ' ').trim();
  }

  fieldsOf(symbol) {
    return this.checker.getPropertiesOfType(this.checker.getDeclaredTypeOfSymbol(symbol)).map((field) => {
      const optional = (field.flags & ts.SymbolFlags.Optional) !== 0;
      const type = this.checker.typeToString(this.checker.getNonNullableType(this.checker.getTypeOfSymbol(field)), undefined, ts.TypeFormatFlags.NoTruncation);
      return { name: field.name, optional, type: type.length > 90 ? `${type.slice(0, 87)}…` : type, what: this.what(field) };
    });
  }
}

function collectionText(title, what, fields, indexes) {
  return [
    `### ${title}`, '', ...(what === '' ? [] : [what, '']),
    '| field | type | |', '|---|---|---|',
    ...fields.map(({ name, optional, type, what: says }) => `| ${tick(name)}${optional ? ' (optional)' : ''} | ${tick(type)} | ${says.replaceAll('|', '\\|')} |`),
    '',
    ...indexes.map(({ name, key, partialFilterExpression, expireAfterSeconds }) =>
      `- ${tick(name)} ${tick(JSON.stringify(key))}${partialFilterExpression === undefined ? '' : `, of documents with ${tick(JSON.stringify(partialFilterExpression))}`}${expireAfterSeconds === undefined ? '' : `, removed ${expireAfterSeconds} s after it`}`),
    ...(indexes.length > 0 ? [''] : []),
  ];
}

/** The collections whose definitions a file of models exports, each with the type of its documents: they stand in the same order. */
function modelsOf(types, file, lib) {
  const symbols = types.exportsOf(file);
  const definitions = symbols.map(({ name }) => lib[name]).filter((value) => Array.isArray(value?.indexes));
  const documents = symbols.filter(({ name, flags }) => name.endsWith('Document') && (flags & (ts.SymbolFlags.TypeAlias | ts.SymbolFlags.Interface)) !== 0);
  if (definitions.length === 0 || definitions.length !== documents.length) throw new Error(`${file}: ${definitions.length} definitions, ${documents.length} types of documents`);
  return definitions.map((definition, index) => ({ definition, document: documents[index] }));
}

/**
 * @param root of the repository
 * @param lib libs/read-model as built
 */
export function schemaDocument(root, lib) {
  const types = new Types(root, [...FILES, ...BOOKS.map(({ file }) => file)]);
  const models = FILES.flatMap((file) => modelsOf(types, file, lib));
  const tables = tablesOf(readFileSync(join(root, 'libs/event-log/schema.sql'), 'utf8'));
  for (const named of Object.keys(TABLES)) if (!tables.has(named)) throw new Error(`e2e/verify/schema-document.mjs tells of a table ${named} that there is not`);
  const text = ({ definition, document }) => {
    const { name, version, collection, indexes } = definition;
    return collectionText(collection ?? `${name}@${version}`, types.what(document), types.fieldsOf(document), indexes);
  };
  const lines = [
    '# Schema', '', 'Generated by `npm run generate`, do not edit.', '',
    'Authoritative state lives in PostgreSQL, in tables that the gateway alone writes; everything that is read stands in MongoDB, written by the aggregator from the log, and can be',
    'built from it again. [ARCHITECTURE.md](../ARCHITECTURE.md) says why.', '',
    '## PostgreSQL', '', 'As the migrations in `libs/event-log/migrations` leave it.', '',
    ...[...tables].flatMap(([name, table]) => tableText(name, table)),
    '## MongoDB: read models', '',
    'Each in collections of its own, `<name>_v<version>_<generation>`; a pointer says which generation is served. `version` is the number of the last event folded into a document, `position` its place in the log. A rebuild gives',
    'the same bytes.', '',
    ...models.filter(({ definition }) => definition.name !== undefined).flatMap(text),
    '## MongoDB: telemetry', '', 'Short-lived; may be lost; no part of a rebuild.', '',
    ...models.filter(({ definition }) => definition.name === undefined).flatMap(text),
    `### ${lib.EVENT_RING}`, '', 'The latest batches of events, for streams: a capped collection (`AGGREGATOR_RING_MIB`), each document the first and last position, the epoch of the log, and the events as text.', '',
    '## MongoDB: books', '',
    ...BOOKS.flatMap(({ file, type, collection }) => {
      const symbol = types.exportsOf(file).find(({ name }) => name === type);
      if (symbol === undefined) throw new Error(`${file} exports no ${type}`);
      return collectionText(collection, types.what(symbol), types.fieldsOf(symbol), []);
    }),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

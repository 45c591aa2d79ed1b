import { Parser } from '@asyncapi/parser';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EVENT_TYPES, TOPOLOGY } from '../src/index';
import { asyncApiDocument } from './async-api';
import { generatedFiles } from './generated-files';
import { isMessage, readSchemaFiles } from './schema-files';
import { typesModule } from './types';

// The type generator loads a formatter that we do not use and that jest cannot load.
jest.mock('prettier', () => ({}));

/** Severity of a diagnostic; 1 and more are advice. */
const ERROR = 0;
/** The parser works for a second or two on a free core. */
const PARSER_MS = 60_000;
const contracts = join(__dirname, '..');
const read = (path: string): string => readFileSync(join(contracts, path), 'utf8');
const schemas = readSchemaFiles(join(contracts, 'schemas'));

it('are committed as the schemas say they should be', async () => {
  for (const [path, content] of await generatedFiles(contracts)) expect({ path, stale: read(path) !== content }).toEqual({ path, stale: false });
});

it('would differ if a schema changed', async () => {
  const changed = schemas.map((file) => (file.base === 'job-priority' ? { ...file, schema: { ...file.schema, enum: ['high', 'low'] } } : file));
  expect(await typesModule(changed)).not.toBe(read('src/generated/types.ts'));
});

it('name each type once', () => {
  const names = [...read('src/generated/types.ts').matchAll(/^export (?:type|interface) (\w+)/gm)].map((match) => match[1]);
  expect(new Set(names).size).toBe(names.length);
  // The type generator numbers the second type of a name.
  expect(names.filter((name) => /\d$/.test(name ?? ''))).toEqual([]);
  expect(names).toEqual(expect.arrayContaining(schemas.map((file) => file.schema.title)));
});

it('export every type from the index', () => {
  const index = read('src/index.ts');
  for (const name of read('src/generated/types.ts').matchAll(/^export (?:type|interface) (\w+)/gm)) expect(index).toMatch(new RegExp(`\\b${name[1]}\\b`));
});

it('list every schema with its id and version in VERSIONS.md', () => {
  const page = read('VERSIONS.md');
  for (const { schema } of schemas) expect(page).toContain(`| ${schema.title} | ${schema.$version} | \`${schema.$id}\` |`);
});

describe('asyncapi.json', () => {
  const parse = async (text: string) => {
    const { diagnostics, document } = await new Parser().parse(text);
    return { errors: diagnostics.filter((diagnostic) => Number(diagnostic.severity) === ERROR).map((diagnostic) => diagnostic.message), document };
  };

  it('is a valid AsyncAPI 3.0 document of every exchange, every queue and every message', async () => {
    const { errors, document } = await parse(read('asyncapi.json'));
    expect(errors).toEqual([]);
    const addresses = document?.channels().all().map((channel) => channel.address());
    const named = [...Object.values(TOPOLOGY.exchanges), ...Object.values(TOPOLOGY.queues)].map(({ name }) => name);
    expect(addresses?.sort()).toEqual([...named, 'jobs.{queue}.{priority}.v1', 'control.{instanceId}.{random}'].sort());
    expect(document?.components().messages().all().map((message) => message.name()).sort()).toEqual([...EVENT_TYPES].sort());
    expect(document?.allMessages().all().length).toBe(schemas.filter(isMessage).length);
  }, PARSER_MS);

  it('would not pass with an unknown field or a broken reference', async () => {
    const few = schemas.filter((file) => !isMessage(file) || file.base === 'job.queued');
    const broken = asyncApiDocument(few).replace('"asyncapi": "3.0.0",', '"asyncapi": "3.0.0", "queues": {},').replace('#/components/schemas/Uuid', '#/components/schemas/Nothing');
    const { errors } = await parse(broken);
    expect(errors).toEqual(expect.arrayContaining([expect.stringContaining('queues'), expect.stringContaining('Nothing')]));
  }, PARSER_MS);
});

import { join } from 'node:path';
import { readSchemaFiles, type RootSchema, type SchemaFile } from '../generate/schema-files';
import { judgeRelease, type Evidence, type Verdict } from './release-rules';

const contracts = join(__dirname, '..');
/** The contracts as they are, as if all of them had just been released as 1.0.0. */
const released = readSchemaFiles(join(contracts, 'schemas')).map((file) => ({ ...file, schema: { ...file.schema, $version: '1.0.0' } }));
const NOTHING: Evidence = { notes: new Set(), approvals: '' };

/** The contracts with one schema changed, or removed when the change returns nothing. */
const planted = (path: string, change: (schema: RootSchema) => void | 'removed'): SchemaFile[] =>
  released.flatMap((file) => {
    if (file.path !== path) return [file];
    const schema = JSON.parse(JSON.stringify(file.schema)) as RootSchema;
    return change(schema) === 'removed' ? [] : [{ ...file, schema }];
  });
const faultsOf = (verdicts: Verdict[]): string[] => verdicts.flatMap(({ schema, faults }) => faults.map((fault) => `${schema} ${fault}`));
const judge = (path: string, change: (schema: RootSchema) => void | 'removed', evidence = NOTHING): string[] => faultsOf(judgeRelease(released, planted(path, change), evidence));

const FRESHNESS = 'http/freshness.json';
const lag = (schema: RootSchema): Record<string, unknown> => schema.properties?.lagMs as Record<string, unknown>;
const approve = (path: string, what: string): Evidence => ({
  notes: new Set([`${path.replace('.json', '')}@${what}.md`]),
  approvals: `| schema | version | approved by | date | why |\n| --- | --- | --- | --- | --- |\n| ${path} | ${what} | @contract-authority | 2026-03-01 | Because. |\n`,
});

it('finds nothing when nothing changed', () => {
  expect(judgeRelease(released, released, NOTHING).every((verdict) => verdict.needs === 'none' && verdict.faults.length === 0)).toBe(true);
});

it('welcomes a new schema', () => {
  expect(faultsOf(judgeRelease(released.filter((file) => file.path !== FRESHNESS && !JSON.stringify(file).includes(FRESHNESS)), released, NOTHING))).toEqual([]);
});

describe('a breaking change', () => {
  const drop = (version: string) => (schema: RootSchema) => {
    delete schema.properties?.headPosition;
    schema.$version = version;
  };
  it.each(['1.0.0', '1.0.1', '1.1.0'])('does not pass as %s', (version) => {
    expect(judge(FRESHNESS, drop(version)).find((fault) => fault.startsWith(FRESHNESS))).toMatch(/^http\/freshness.json needs a MAJOR version above 1.0.0, has .*headPosition field was removed$/);
  });

  it('does not pass as 2.0.0 without a note and an approval', () => {
    expect(judge(FRESHNESS, drop('2.0.0')).filter((fault) => fault.startsWith(FRESHNESS))).toEqual([
      'http/freshness.json needs a migration note, contracts/CHANGES/http/freshness@2.0.0.md',
      'http/freshness.json needs a line "| http/freshness.json | 2.0.0 | who | date | why |" in contracts/APPROVALS.md',
    ]);
  });

  it('passes as 2.0.0 with both', () => {
    expect(judge(FRESHNESS, drop('2.0.0'), approve(FRESHNESS, '2.0.0')).filter((fault) => fault.startsWith(FRESHNESS))).toEqual([]);
  });

  it.each([
    ['without a name', '| http/freshness.json | 2.0.0 |  | 2026-03-01 | x |'],
    ['without a date', '| http/freshness.json | 2.0.0 | me | soon | x |'],
    ['of another version', '| http/freshness.json | 3.0.0 | me | 2026-03-01 | x |'],
    ['of another schema', '| http/problem.json | 2.0.0 | me | 2026-03-01 | x |'],
  ])('is not approved by a line %s', (_what, approvals) => {
    const evidence = { ...approve(FRESHNESS, '2.0.0'), approvals };
    expect(judge(FRESHNESS, drop('2.0.0'), evidence).filter((fault) => fault.startsWith(FRESHNESS))).toHaveLength(1);
  });
});

describe.each<[string, string, (schema: RootSchema) => void]>([
  ['an additive change', 'MINOR', (schema) => void Object.assign(schema.properties as object, { note: { type: 'string', description: 'x' } })],
  ['an editorial change', 'PATCH', (schema) => void (lag(schema).description = 'Said better.')],
])('%s', (_what, level, change) => {
  const as = (version: string): string[] => judge(FRESHNESS, (schema) => (change(schema), void (schema.$version = version))).filter((fault) => fault.startsWith(FRESHNESS));

  it('does not pass without a version of its own', () => expect(as('1.0.0')[0]).toContain(`needs a ${level} version above 1.0.0`));
  it(`passes as a ${level} version`, () => expect(as(level === 'MINOR' ? '1.1.0' : '1.0.1')).toEqual([]));
  it('may claim more than it is', () => expect(as('1.2.0')).toEqual([]));
  if (level === 'MINOR') it('does not pass as a PATCH version', () => expect(as('1.0.1')).toHaveLength(1));
});

it('never lets a version go back', () => {
  expect(judge(FRESHNESS, (schema) => void (schema.$version = '0.9.0'))).toEqual(['http/freshness.json went back from 1.0.0 to 0.9.0']);
});

describe('a removed schema', () => {
  const path = 'telemetry/attempt.logged.json';
  it('needs a note and an approval', () => {
    expect(judge(path, () => 'removed')).toEqual([
      `${path} was removed: needs a migration note, contracts/CHANGES/telemetry/attempt.logged@removed.md`,
      expect.stringContaining(`${path} was removed: needs a line "| ${path} | removed |`),
    ]);
  });
  it('may go with both', () => expect(judge(path, () => 'removed', approve(path, 'removed'))).toEqual([]));
});

describe('a change of what others refer to', () => {
  const touched = (path: string, change: (schema: RootSchema) => void): string[] => judge(path, change).map((fault) => fault.split(' ')[0] as string);
  const addNote = (schema: RootSchema): void => void Object.assign(schema.properties as object, { note: { type: 'string', description: 'x' } });

  it('asks for a version of every schema that contains it', () => {
    expect(touched('domain/job-error.json', addNote)).toEqual(
      expect.arrayContaining(['domain/job-error.json', 'domain/job-attempt.json', 'domain/job.json', 'events/job.failed.json', 'reports/attempt.failed.json', 'http/job-response.json', 'http/job-list-response.json']),
    );
    expect(touched('domain/job-error.json', addNote)).not.toContain('events/job.started.json');
  });

  it('asks for one of every message when it is the envelope, for a message names no other version', () => {
    const faulty = touched('envelope/envelope.json', addNote);
    const messages = released.filter((file) => ['events', 'reports', 'control', 'telemetry'].includes(file.folder)).map((file) => file.path);
    const answers = released.filter((file) => file.folder === 'http' && JSON.stringify(file.schema).includes('"/contracts/schemas/envelope/envelope.json"')).map((file) => file.path);
    expect(faulty.sort()).toEqual(['envelope/envelope.json', ...messages, ...answers].sort());
  });
});

it('lets a field of a request become optional as MINOR, of an answer only as MAJOR', () => {
  const relax = (schema: RootSchema): void => {
    schema.required = schema.required?.slice(1);
    schema.$version = '1.1.0';
  };
  expect(judge('http/bulk-submit-request.json', relax)).toEqual([]);
  expect(judge('http/log-head-response.json', relax)).toHaveLength(1);
});

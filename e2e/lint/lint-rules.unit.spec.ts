import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** A text, where it would stand, and the rule that must say no; `null` where every rule must be content. */
type Plant = readonly [rule: string | null, file: string, text: string];

// Rules that look at types need a file that exists, named in tsconfig.planted.json; its text is replaced by the planted one.
const LIB = 'libs/config/load-env.ts';
const DOMAIN = 'libs/domain/job.ts';
const ENV = 'apps/gateway/src/gateway.env.ts';
const QUERY = 'apps/observatory/src/jobs/jobs.queries.ts';
const SPEC = 'libs/config/load-env.unit.spec.ts';
const CONTRACTS = 'contracts/src/topology.ts';
const TOOL_CONFIG = 'jest.config.ts';

const REDEFINITION = 'observatory/no-domain-redefinition';
const SYNTAX = 'no-restricted-syntax';

const PLANTS: readonly Plant[] = [
  // A domain object is defined once
  [REDEFINITION, LIB, 'export interface Job { readonly a: string }'],
  [REDEFINITION, LIB, 'export type JobAttempt = { readonly a: string };'],
  [REDEFINITION, LIB, "export type JobStatus = 'ON' | 'OFF';"],
  [REDEFINITION, LIB, 'export class Alert { readonly a = 1; }'],
  [REDEFINITION, LIB, "export type State = 'HELD' | 'WAITING' | 'SCHEDULED' | 'QUEUED' | 'RUNNING' | 'RETRYING' | 'COMPLETED' | 'FAILED' | 'CANCELLED';"],
  [REDEFINITION, LIB, "export type State = 'WAITING' | 'SCHEDULED' | 'QUEUED' | 'RUNNING' | 'RETRYING' | 'COMPLETED' | 'FAILED';"],
  [REDEFINITION, LIB, "export const PRIORITIES = ['high', 'normal', 'low'] as const;"],
  [REDEFINITION, LIB, "export function f(priority: 'high' | 'normal' | 'low'): string { return priority; }"],
  [REDEFINITION, LIB, 'export interface Try { jobId: string; number: number; state: string; deliveryId: string; workerId: string; startedAt: string }'],
  [REDEFINITION, LIB, 'export type Try = { jobId: string; number: number; state: string; deliveryId: string; workerId: string; startedAt: string };'],
  [REDEFINITION, LIB, 'export class TryRow { jobId!: string; number!: number; state!: string; deliveryId!: string; workerId!: string; startedAt!: string; }'],
  [null, LIB, "import type { JobAttempt } from '#contracts';\nexport interface TryRow { jobId: JobAttempt['jobId']; number: JobAttempt['number']; state: JobAttempt['state']; deliveryId: JobAttempt['deliveryId']; workerId: NonNullable<JobAttempt['workerId']> | null; startedAt: Date }"],
  [null, LIB, "import type { Job } from '#contracts';\nexport interface Row extends Omit<Job, 'payload'> { rev: number }"],
  [null, LIB, "export type Outcome = 'COMPLETED' | 'FAILED';"],
  [null, CONTRACTS, "export const PRIORITIES = ['high', 'normal', 'low'] as const;"],
  // The environment has one door
  [SYNTAX, LIB, 'export const port = process.env.PORT;'],
  [null, ENV, 'export const port = process.env.PORT;'],
  // Queries of the observatory are asked within a scope
  [SYNTAX, QUERY, "import type { ReadModelStore } from '#read-model';\nexport const f = (store: ReadModelStore): unknown => store.documents('jobs_v4_1');"],
  [SYNTAX, QUERY, "import type { DocumentCollection } from '#read-model';\nexport type Jobs = DocumentCollection<{ readonly _id: string }>;"],
  [null, QUERY, "import type { NarrowedDocuments } from '#read-model';\nexport type Jobs = NarrowedDocuments<{ readonly _id: string }>;"],
  [null, 'apps/observatory/src/tenancy/crowd.ts', "import type { DocumentCollection } from '#read-model';\nexport type Jobs = DocumentCollection<{ readonly _id: string }>;"],
  // Regular expressions take time by the length of their text
  ['regexp/no-super-linear-backtracking', LIB, 'export const SLOW = /^a*a*b$/;'],
  ['regexp/no-super-linear-move', LIB, 'export const SLOW = /a+b/;'],
  [null, SPEC, 'export const SLOW = /a+b/;'],
  // Exports have names
  [SYNTAX, LIB, "export * from './variable';"],
  [SYNTAX, LIB, 'export default 1;'],
  [null, TOOL_CONFIG, 'export default {};'],
  [SYNTAX, LIB, 'enum Colour { Red }\nexport { Colour };'],
  [SYNTAX, LIB, 'declare function forwardRef(f: () => unknown): unknown;\nexport const later = forwardRef(() => 1);'],
  // Types
  ['@typescript-eslint/no-floating-promises', LIB, 'export function f(): void { Promise.resolve(1); }'],
  [null, LIB, 'export function f(): void { void Promise.resolve(1); }'],
  ['@typescript-eslint/no-misused-promises', LIB, 'export function f(xs: number[]): void { xs.forEach(async () => Promise.resolve()); }'],
  ['@typescript-eslint/await-thenable', LIB, 'export async function f(): Promise<void> { await 1; }'],
  ['@typescript-eslint/no-explicit-any', LIB, 'export const x = (y: any): unknown => [y];'],
  ['@typescript-eslint/no-unsafe-member-access', LIB, "export const x: unknown = JSON.parse('{}').a;"],
  ['@typescript-eslint/no-non-null-assertion', LIB, 'export const first = (xs: string[]): string => xs[0]!;'],
  ['@typescript-eslint/switch-exhaustiveness-check', LIB, "export function f(x: 'a' | 'b'): void { switch (x) { case 'a': return; } }"],
  ['@typescript-eslint/ban-ts-comment', LIB, '// @ts-ignore\nexport const x: number = 1;'],
  ['@typescript-eslint/no-unused-vars', LIB, 'export function f(): void { const x = 1; }'],
  ['@typescript-eslint/restrict-template-expressions', LIB, 'export const f = (x: object): string => `${x}`;'],
  // Small things
  ['eqeqeq', LIB, 'export const f = (x: unknown): boolean => x == 1;'],
  ['no-console', LIB, "console.log('x');"],
  [null, 'e2e/run-tests.mjs', "console.log('x');"],
  ['max-lines', LIB, `export const x = 1;\n${'export {};\n'.repeat(351)}`],
  ['observatory/no-vague-folder', 'e2e/helpers/thing.mjs', 'export const x = 1;'],
  ['observatory/no-vague-folder', 'deploy/utils/thing.mjs', 'export const x = 1;'],
  ['observatory/no-vague-folder', 'deploy/MyThing.mjs', 'export const x = 1;'],
  [null, 'deploy/my-thing.tool.mjs', 'export const x = 1;'],
  // The domain is pure
  [SYNTAX, DOMAIN, 'export const f = (): number => Date.now();'],
  [SYNTAX, DOMAIN, 'export const f = (): Date => new Date();'],
  [null, DOMAIN, 'export const f = (at: string): Date => new Date(at);'],
  [SYNTAX, DOMAIN, 'export const f = (): number => Math.random();'],
  [SYNTAX, DOMAIN, 'export const f = (): string => crypto.randomUUID();'],
  [SYNTAX, DOMAIN, 'export const f = (g: () => void): unknown => setTimeout(g, 1);'],
  // Tests run, and do not sleep
  [SYNTAX, SPEC, "it.only('x', () => {});"],
  [SYNTAX, SPEC, "describe.skip('x', () => {});"],
  [SYNTAX, SPEC, "xit('x', () => {});"],
  ['observatory/no-sleep-in-spec', SPEC, "it('x', async () => { await new Promise((resolve) => setTimeout(resolve, 100)); });"],
  ['observatory/no-sleep-in-spec', SPEC, "it('x', async () => { await new Promise<void>((resolve) => { setTimeout(() => resolve(), 100); }); });"],
  ['observatory/no-sleep-in-spec', SPEC, "import { setTimeout } from 'node:timers/promises';\nit('x', async () => { await setTimeout(100); });"],
  [null, SPEC, "it('x', async () => { await new Promise((_resolve, reject) => setTimeout(() => reject(new Error('late')), 100)); });"],
];

const root = resolve(__dirname, '../..');

function lint(plants: readonly Plant[]): string[][] {
  const input = JSON.stringify(plants.map(([, file, text]) => ({ file, text })));
  const run = spawnSync(process.execPath, ['e2e/lint/lint-texts.mjs'], { cwd: root, input, encoding: 'utf8', maxBuffer: 1 << 24 });
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout) as string[][];
}

describe('lint', () => {
  let fired: string[][] = [];
  beforeAll(() => {
    fired = lint(PLANTS);
  }, 60_000);

  it('has a planted violation for every rule that its configuration names', () => {
    const named = [...readFileSync(resolve(root, 'eslint.config.mjs'), 'utf8').matchAll(/^\s*'?([@a-z][a-z/-]+)'?: (?:'error'|\['(?:error|warn)'|syntax\()/gm)].map(([, rule]) => rule);
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((rule) => !PLANTS.some(([planted]) => planted === rule))).toEqual([]);
  });

  it.each(PLANTS.map(([rule, file, text], index) => ({ rule: rule ?? 'nothing', file, text: text.replaceAll(/\s+/g, ' ').slice(0, 90), index })))('says $rule to $text in $file', ({ rule, index }) => {
    if (rule === 'nothing') expect(fired[index]).toEqual([]);
    else expect(fired[index]).toContain(rule);
  });
});

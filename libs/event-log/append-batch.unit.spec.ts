import { type DecisionContext, OPEN_GATES, RETRY_POLICY } from '#domain';
import { appendBatch, type JobWrite } from './append-batch';
import { logEnvelopes } from './log-envelope';
import { StoreClock } from './store-clock';
import type { Statement, StorePool } from './store-pool';
import { decideCommands, decideSubmission, type DecidedWrite } from './work-unit';

/*
 * The shape of what is sent and the reading of what comes back. What the statement does with it stands in append-batch.int.spec.ts.
 */
const NOW = '2026-01-31T12:00:00.000Z';
const D1 = '01a1fddf-0000-7000-8000-0000000000d1';
const ctx: DecisionContext = { now: NOW, nowMs: Date.parse(NOW), random: () => 0.5, tick: 7, gates: OPEN_GATES, retryPolicy: RETRY_POLICY };
const envelope = logEnvelopes({ service: 'gateway', instanceId: 'g-1', version: '1.0.0' });
const idOf = (n: number): string => `01a1fddf-0000-7000-8000-00000000000${n}`;

const submission = (n: number): DecidedWrite =>
  decideSubmission(
    { kind: 'submit', jobId: idOf(n), bytes: 10, resolve: () => undefined, reject: () => undefined, command: { jobId: idOf(n), tenantId: 'default', correlationId: `c "${n}"`, type: 'simulate.work', queue: 'default', priority: 'normal', payload: { text: '{,"' } } },
    ctx,
    envelope,
  );

const completion = (n: number): DecidedWrite => {
  const item = { causationId: undefined, patient: true, resolve: () => undefined, reject: () => undefined };
  const decided = decideCommands(
    {
      kind: 'command',
      jobId: idOf(n),
      bytes: 0,
      items: [
        { ...item, command: { kind: 'ask', deliveryId: D1, workerId: 'w-1' } },
        { ...item, command: { kind: 'succeeded', deliveryId: D1, startedAt: NOW, endedAt: NOW, durationMs: 3, result: { ok: true } } },
      ],
    },
    { rev: 4, state: submission(n).state, payloadBytes: 10 },
    true,
    ctx,
    envelope,
  );
  if (typeof decided === 'string') throw new Error(decided);
  return decided;
};

async function append(writes: readonly JobWrite[], row: object = {}) {
  const sent: { statement: Statement; values: readonly string[] }[] = [];
  const pool = {
    query: (statement: Statement, values: readonly string[]) => {
      sent.push({ statement, values });
      return Promise.resolve({ rows: [{ head_before: 40, log_epoch: 'e', tick: 9, store_ms: Date.now(), controls: 0, alive: null, limited: '{}', limited_on: [], over: '{}', over_on: [], ...row }] });
    },
  };
  const result = await appendBatch(pool as unknown as StorePool, new StoreClock(), writes);
  const [{ statement, values }] = sent as [(typeof sent)[0]];
  const names = [...statement.text.matchAll(/(\w+) => \$(\d+)/g)].map(([, name]) => name ?? '');
  return { result, names, values, parameter: (name: string) => values[names.indexOf(name)] };
}

describe('what is sent', () => {
  it('has a value for each parameter of the function', async () => {
    const { names, values } = await append([submission(1), completion(2)]);
    expect(values).toHaveLength(names.length);
    expect(new Set(names).size).toBe(names.length);
  });

  it('leaves no parameter out when there is nothing of a kind', async () => {
    const { names, values, parameter } = await append([submission(1)]);
    expect(values).toHaveLength(names.length);
    expect([parameter('u_id'), parameter('a_job')]).toEqual(['{}', '{}']);
    const other = await append([completion(1)]);
    expect([other.parameter('i_id'), other.values.length]).toEqual(['{}', other.names.length]);
  });

  it('tells new jobs from known ones, and carries the revision that the decision was based on', async () => {
    const { parameter } = await append([submission(1), completion(2)]);
    expect(parameter('i_id')).toBe(`{${idOf(1)}}`);
    expect([parameter('u_id'), parameter('u_rev'), parameter('u_status')]).toEqual([`{${idOf(2)}}`, '{4}', '{COMPLETED}']);
  });

  it('carries the events of all in the order of the writes', async () => {
    const { parameter } = await append([submission(1), completion(2)]);
    expect(parameter('e_type')).toBe('{job.submitted,job.queued,job.started,job.completed}');
    expect(parameter('a_state')).toBe('{SUCCEEDED}');
  });

  it('survives quotes, commas and braces of clients', async () => {
    const { parameter } = await append([submission(1)]);
    expect(parameter('i_correlation')).toBe('{"c \\"1\\""}');
    expect(parameter('i_payload')).toContain('\\"{,\\\\\\"\\"');
  });
});

describe('what holds back or is freed', () => {
  const slot = { kind: 'slot', key: 'limit:a', limit: 2 } as const;
  const token = { kind: 'token', key: 'rate, "b"', perSecond: 5, burst: 1 } as const;

  it('is claimed by grants and freed by ends', async () => {
    const { parameter } = await append([{ ...completion(1), claims: [slot, token], granted: true, freed: ['limit:a'] }]);
    expect(['c_job', 'c_rev', 'c_key', 'c_limit', 'c_per_second', 'c_burst'].map(parameter)).toEqual([`{${idOf(1)},${idOf(1)}}`, '{4,4}', '{limit:a,"rate, \\"b\\""}', '{2,NULL}', '{NULL,5}', '{NULL,1}']);
    expect(['u_granted', 'f_job', 'f_key'].map(parameter)).toEqual(['{true}', `{${idOf(1)}}`, '{limit:a}']);
  });

  it('comes back by the job that found it taken up', async () => {
    const { result } = await append([completion(1), completion(2)], { alive: `{${idOf(1)}}`, limited: `{${idOf(2)}}`, limited_on: ['limit:a'], controls: 4 });
    expect([result.takenUp(idOf(1)), result.takenUp(idOf(2)), result.controls]).toEqual([undefined, 'limit:a', 4]);
  });

  it('is what a new job waits for, and the key by which it stands for others', async () => {
    const child = { ...submission(1), state: { ...submission(1).state, after: [idOf(7), idOf(8)] }, dedupe: { key: 'k', until: NOW } };
    const { parameter } = await append([child]);
    expect(['d_child', 'd_parent', 'k_job', 'k_key', 'k_replaces'].map(parameter)).toEqual([`{${idOf(1)},${idOf(1)}}`, `{${idOf(7)},${idOf(8)}}`, `{${idOf(1)}}`, '{k}', '{NULL}']);
  });
});

describe('what comes back', () => {
  it('is where the log stood, its epoch and the tick', async () => {
    expect((await append([submission(1)])).result).toMatchObject({ headBefore: 40, epoch: 'e', tick: 9 });
  });

  it.each([
    ['all survived', null, [true, true]],
    ['one survived', `{${idOf(2)}}`, [false, true]],
    ['none survived', '{}', [false, false]],
  ])('%s', async (_name, alive, expected) => {
    const { result } = await append([submission(1), submission(2)], { alive });
    expect([result.survived(idOf(1)), result.survived(idOf(2))]).toEqual(expected);
  });
});

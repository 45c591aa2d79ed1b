import { MongoClient } from 'mongodb';
import type { Stores } from '../system/system';

/* Read models as if so many jobs had run: written where the aggregator writes them, since running a million jobs takes longer than reading them. */

const TYPES = ['http.request', 'simulate.work', 'mail.send', 'report.make', 'image.resize'] as const;
const QUEUES = ['default', 'mail', 'reports', 'images'] as const;
export const FINGERPRINTS = ['00000000000000a1', '00000000000000b2', '00000000000000c3'] as const;
const BATCH = 5_000;
/** A job every 50 ms until the bench began. */
const EVERY_MS = 50;
const EVENTS_OF_THE_LONG_JOB = 1_000;

export const RARE_TAG = 'bench-rare';

export interface Seeded {
  /** One whose timeline has a thousand events. */
  readonly longJobId: string;
}

/** @param done called with the share that is written */
export async function seedJobs(stores: Stores, jobs: number, done: (share: number) => void): Promise<Seeded> {
  const client = await new MongoClient(stores.mongoUrl, { writeConcern: { w: 1 } }).connect();
  try {
    const db = client.db(stores.mongoDatabase);
    const pointers = await db.collection<{ _id: string; collection: string }>('read_model_pointers').find().toArray();
    const collectionOf = (model: string) => {
      const pointer = pointers.find(({ _id }) => _id.startsWith(`${model}@`));
      if (pointer === undefined) throw new Error(`the read model ${model} is not built`);
      return db.collection<{ _id: string }>(pointer.collection);
    };
    const beganAt = Date.now() - jobs * EVERY_MS;
    const into = collectionOf('jobs');
    for (let from = 0; from < jobs; from += BATCH) {
      await into.insertMany(Array.from({ length: Math.min(BATCH, jobs - from) }, (_, index) => job(from + index, beganAt)), { ordered: false });
      done(Math.min(1, (from + BATCH) / jobs));
    }
    const longJobId = idOf(jobs - 1, beganAt);
    await collectionOf('timeline').insertOne({ _id: longJobId, tenantId: 'default', status: 'RETRYING', envelopes: Array.from({ length: EVENTS_OF_THE_LONG_JOB }, (_, index) => envelope(longJobId, index + 1)), version: EVENTS_OF_THE_LONG_JOB, position: 1 } as { _id: string });
    return { longJobId };
  } finally {
    await client.close();
  }
}

/** A UUIDv7 of the job's time. */
function idOf(n: number, beganAt: number): string {
  const hex = (beganAt + n * EVERY_MS).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-${n.toString(16).padStart(12, '0')}`;
}

/** Most have completed, one in fifty has failed, few are under way; every tenth has a tag, every thousandth the rare one. */
function job(n: number, beganAt: number): { _id: string } {
  const at = (ms: number): string => new Date(beganAt + n * EVERY_MS + ms).toISOString();
  const status = n % 50 === 0 ? 'FAILED' : n % 997 === 0 ? 'QUEUED' : 'COMPLETED';
  const ended = status !== 'QUEUED';
  const tags = n % 1_000 === 7 ? [RARE_TAG] : n % 10 === 0 ? [`customer=${n % 5_000}`] : [];
  const worker = `worker-${n % 20}`;
  const document = {
    _id: idOf(n, beganAt), tenantId: 'default', type: TYPES[n % TYPES.length], queue: QUEUES[n % QUEUES.length], priority: 'normal', status, payload: `{"customer":${n % 5_000},"n":${n}}`, correlationId: `bench-${n}`,
    attempt: ended ? 1 : 0, maxAttempts: 5, losses: 0, submittedAt: at(0), queuedAt: at(1), ...(ended && { startedAt: at(5), finishedAt: at(40), durationMs: 35 + (n % 1_700), workerId: worker }), ...(tags.length > 0 && { tags }),
    ...(status === 'FAILED' ? { error: { code: 'http_status', message: `the server answered ${500 + (n % 4)}` }, fingerprint: FINGERPRINTS[n % FINGERPRINTS.length] } : { ...(ended && { result: '{"status":200}' }) }),
    ...((ended || tags.length > 0) && { foundBy: [...tags.map((tag) => `tag:${tag}`), ...(ended ? [`worker:${worker}`] : []), ...(status === 'FAILED' ? [`error:${FINGERPRINTS[n % FINGERPRINTS.length]}`, 'attempt:FAILED'] : [])] }), version: ended ? 4 : 2, position: 1,
  };
  return document;
}

function envelope(jobId: string, version: number): string {
  const id = `0193000e-0000-7000-8000-${version.toString(16).padStart(12, '0')}`;
  const about = { jobId, previousStatus: version === 1 ? null : 'QUEUED', status: 'QUEUED', type: 'simulate.work', queue: 'default', priority: 'normal', maxAttempts: 5 };
  const payload = version === 1 ? { ...about, payload: { n: 1 }, submittedAt: '2026-01-01T00:00:00.000Z' } : { ...about, attempt: 1, reason: 'returned' };
  return JSON.stringify({
    contractVersion: '1.0.0', eventType: version === 1 ? 'job.submitted' : 'job.queued', eventId: id, occurredAt: '2026-01-01T00:00:00.000Z', producer: { service: 'gateway', instanceId: 'bench', version: '0.1.0' }, correlationId: 'bench',
    idempotencyKey: `${jobId}/${version}`, tenantId: 'default', payload, stream: { id: jobId, version, position: version, epoch: '0190f5fe-0000-7000-8000-00000000e90c' },
  });
}

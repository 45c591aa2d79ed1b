import type { EnvelopeOf } from '#contracts';
import { counter } from '#observability';
import { ATTEMPT_LOGS, ATTEMPT_PROGRESS, type AttemptLogDocument, isDuplicateKey, type ProgressDocument, type ReadModelStore, tellingId } from '#read-model';
import { admitLines, type Admission, type LineBatch, type LogAccount, NO_LINES } from './admit-lines';
import { keepWithin } from './keep-within';

const MEASURE_EVERY_MS = 30_000;

/** Two aggregators that take messages of one attempt settle within two rounds. */
const MAX_ROUNDS = 5;

/** Telemetry may be lost, and is not worth waiting for a majority. */
const UNSAFE = { ordered: false, writeConcern: { w: 1 } } as const;

export interface AttemptRecorderOptions {
  readonly keptForMs: number;
  /** Of each collection, before compression. Beyond it the oldest are forgotten first. */
  readonly maxBytes: number;
  readonly measureEveryMs?: number;
}

/** Keeps what handlers tell on their way: the last progress and the first lines of each attempt, for some days. */
export class AttemptRecorder {
  private measuredAtMs = -Infinity;
  private readonly kept = counter('attemptLines').labels({ outcome: 'kept' });
  private readonly dropped = counter('attemptLines').labels({ outcome: 'dropped' });

  constructor(
    private readonly store: ReadModelStore,
    private readonly options: AttemptRecorderOptions,
  ) {}

  /** Duplicates and disorder are harmless. Throws what the driver throws when the database is away. */
  async record(progress: readonly EnvelopeOf<'attempt.progressed'>[], logged: readonly EnvelopeOf<'attempt.logged'>[]): Promise<void> {
    if (progress.length === 0 && logged.length === 0) return;
    for (const telemetry of [ATTEMPT_PROGRESS, ATTEMPT_LOGS]) await this.store.indexed(telemetry);
    const expireAt = new Date(Date.now() + this.options.keptForMs);
    await this.recordProgress(progress, expireAt);
    await this.recordLines(logged, expireAt);
    await this.measure();
  }

  /** The newest of each attempt wins, whatever comes first; one look-up by `_id` and one write, without reading. */
  private async recordProgress(envelopes: readonly EnvelopeOf<'attempt.progressed'>[], expireAt: Date): Promise<void> {
    const newest = new Map<string, EnvelopeOf<'attempt.progressed'>>();
    for (const envelope of envelopes) {
      const id = tellingId(envelope.payload);
      const known = newest.get(id);
      if (!known || known.occurredAt <= envelope.occurredAt) newest.set(id, envelope);
    }
    if (newest.size === 0) return;
    const documents = [...newest].map(([_id, { payload: { value, message }, occurredAt: at }]): ProgressDocument => ({ _id, value, ...(message === undefined ? {} : { message }), at, expireAt }));
    await this.store.documents<ProgressDocument>(ATTEMPT_PROGRESS.collection).bulkWrite(
      documents.map((document) => ({
        updateOne: { filter: { _id: document._id }, update: [{ $replaceWith: { $cond: [{ $gt: ['$at', document.at] }, '$$ROOT', { $literal: document }] } }], upsert: true },
      })),
      UNSAFE,
    );
  }

  private async recordLines(envelopes: readonly EnvelopeOf<'attempt.logged'>[], expireAt: Date): Promise<void> {
    const batches = new Map<string, LineBatch[]>();
    for (const { eventId, payload } of inOrder(envelopes)) {
      const id = tellingId(payload);
      const batch = { eventId, lines: payload.lines };
      const known = batches.get(id);
      if (known) known.push(batch);
      else batches.set(id, [batch]);
    }
    let lost = batches.size > 0;
    for (let round = 0; lost; round += 1) {
      if (round === MAX_ROUNDS) throw new Error(`the logs of ${batches.size} attempts keep changing`);
      lost = !(await this.append(batches, expireAt));
    }
  }

  /** One round: false when somebody else has written one of the logs since it was read, or may have. What is written by then is known as such in the next. */
  private async append(batches: ReadonlyMap<string, readonly LineBatch[]>, expireAt: Date): Promise<boolean> {
    const logs = this.store.documents<AttemptLogDocument>(ATTEMPT_LOGS.collection);
    const accounts = new Map<string, LogAccount>();
    for await (const account of logs.find({ _id: { $in: [...batches.keys()] } }, { projection: { lines: 0 } })) accounts.set(account._id, account);
    const admissions: { id: string; from: LogAccount; to: Admission }[] = [];
    for (const [id, some] of batches) {
      const from = accounts.get(id) ?? NO_LINES;
      const to = admitLines(from, some);
      if (to) admissions.push({ id, from, to });
    }
    if (admissions.length === 0) return true;
    try {
      const { matchedCount, upsertedCount } = await logs.bulkWrite(
        admissions.map(({ id, from, to: { account, lines } }) => ({
          updateOne: { filter: { _id: id, version: from.version }, update: { $set: { ...account, expireAt }, $push: { lines: { $each: [...lines] } } }, upsert: from.version === 0 },
        })),
        UNSAFE,
      );
      if (matchedCount + upsertedCount < admissions.length) return false;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
    for (const { from, to } of admissions) {
      this.kept.inc(to.lines.length);
      this.dropped.inc(to.account.dropped - from.dropped);
    }
    return true;
  }

  private async measure(): Promise<void> {
    const { maxBytes, measureEveryMs = MEASURE_EVERY_MS } = this.options;
    if (performance.now() - this.measuredAtMs < measureEveryMs) return;
    this.measuredAtMs = performance.now();
    for (const { collection } of [ATTEMPT_PROGRESS, ATTEMPT_LOGS]) await keepWithin(this.store.documents(collection), maxBytes);
  }
}

/** As they were sent; what was delivered again may come late. */
function inOrder<T extends { readonly occurredAt: string }>(envelopes: readonly T[]): T[] {
  return [...envelopes].sort((a, b) => (a.occurredAt < b.occurredAt ? -1 : a.occurredAt > b.occurredAt ? 1 : 0));
}

import type { JsonObject } from '#contracts';
import { CannotOpen, keysWithin, openDocument, seal, type DataKey, type DataKeys } from '#sealing';
import { AttemptError, LOG_LEVELS, outcomeOf, type HandlerContext, type HandlerLog, type HandlerOutcome } from '#worker-sdk';

/** Sealed, it is still within what a line may have. */
const MAX_LINE_BYTES = 2_800;

/**
 * Runs a handler on what was sealed: with its payload and its parents' results opened, and with its result and its lines sealed again, under the key of the payload. Of progress only the
 * value is passed on, not its message. A handler sees no difference.
 *
 * @param keys undefined where ENCRYPTION_KEYS is not set
 */
export async function runOpened(context: HandlerContext, keys: DataKeys | undefined, run: (context: HandlerContext) => Promise<HandlerOutcome>): Promise<HandlerOutcome> {
  const { payload, parents, jobId, signal } = context;
  const needed = keysWithin(payload);
  const ofPayload = [...needed][0];
  for (const { result } of parents) keysWithin(result, needed);
  if (needed.size === 0) return run(context);
  try {
    const found = await keysOf(needed, keys);
    const key = (id: string): DataKey => found.get(id) as DataKey;
    const opened = {
      ...context,
      payload: openDocument(payload, key, jobId, 'payload') as JsonObject,
      parents: parents.map((parent) => (parent.result === undefined ? parent : { ...parent, result: openDocument(parent.result, key, parent.jobId, 'result') })),
    };
    if (ofPayload === undefined) return await run(opened);
    const own = key(ofPayload);
    const outcome = await run({ ...opened, log: sealedLog(context.log, own, jobId), progress: (value) => context.progress(value) });
    if (outcome.kind === 'failed' || outcome.result === undefined) return outcome;
    return { ...outcome, result: seal(outcome.result, own, jobId, 'result') };
  } catch (error) {
    return outcomeOf(error instanceof CannotOpen ? new AttemptError('sealed_unreadable', error.message, { retryable: false }) : error, signal);
  }
}

async function keysOf(ids: ReadonlySet<string>, keys: DataKeys | undefined): Promise<ReadonlyMap<string, DataKey>> {
  if (keys === undefined) throw new AttemptError('key_unavailable', 'the payload is sealed, and this worker has no ENCRYPTION_KEYS to open it with', { retryable: true });
  try {
    return new Map(await Promise.all([...ids].map(async (id): Promise<[string, DataKey]> => [id, await keys.byId(id)])));
  } catch (error) {
    if (error instanceof CannotOpen) throw error;
    throw new AttemptError('key_unavailable', error instanceof Error ? error.message : String(error), { retryable: true, cause: error });
  }
}

function sealedLog(log: HandlerLog, key: DataKey, jobId: string): HandlerLog {
  const line = (level: keyof HandlerLog) => (text: string, facts?: object) => log[level](seal(fitting(facts === undefined ? String(text) : `${text} ${JSON.stringify(facts)}`), key, jobId, 'log').$sealed);
  return Object.fromEntries(LOG_LEVELS.map((level) => [level, line(level)])) as HandlerLog;
}

function fitting(text: string): string {
  let cut = text.slice(0, MAX_LINE_BYTES);
  while (Buffer.byteLength(JSON.stringify(cut)) > MAX_LINE_BYTES) cut = cut.slice(0, Math.floor(cut.length * 0.7));
  return cut.toWellFormed();
}

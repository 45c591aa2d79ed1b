import type { JobError } from '#contracts';
import { type ErrorDocument, errorFingerprint, ERRORS, isJobEvent, type LoggedEvent, normaliseMessage, type Projector, SAMPLE_JOBS } from '#read-model';

const DOCUMENT_BYTES = 1_500;

/** Every failed attempt counts where its error belongs. */
export const errorsProjector: Projector<ErrorDocument> = {
  model: ERRORS,
  sparse: true,
  route: (event) => {
    const error = errorOf(event);
    return error === undefined ? null : errorFingerprint({ tenantId: event.tenantId ?? 'default', type: error.type }, error);
  },
  sequence: (event) => event.stream.position,
  weigh: (document) => DOCUMENT_BYTES + 2 * document.message.length,
  settled: () => false,
  project(before, event) {
    const error = errorOf(event);
    if (error === undefined) throw new Error(`there is no error in ${event.eventType} at position ${event.stream.position}`);
    return {
      _id: before?._id ?? errorFingerprint({ tenantId: event.tenantId ?? 'default', type: error.type }, error),
      tenantId: event.tenantId ?? 'default',
      code: error.code,
      message: normaliseMessage(error.message),
      type: error.type,
      queue: error.queue,
      count: (before?.count ?? 0) + 1,
      firstSeen: before?.firstSeen ?? event.occurredAt,
      lastSeen: event.occurredAt,
      jobIds: [event.stream.id, ...(before?.jobIds ?? []).filter((id) => id !== event.stream.id)].slice(0, SAMPLE_JOBS),
      version: event.stream.position,
      position: event.stream.position,
    };
  },
};

/** The error that an attempt, or the job as a whole, ended with. */
function errorOf(event: LoggedEvent): (Pick<JobError, 'code' | 'message'> & { type: string; queue: string }) | undefined {
  if (!isJobEvent(event) || (event.eventType !== 'job.retry_scheduled' && event.eventType !== 'job.failed')) return undefined;
  const { error, type, queue } = event.payload;
  return error && { code: error.code, message: error.message, type, queue };
}

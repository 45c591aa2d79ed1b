import type { Platform } from '../data/platform';
import type { Action } from './targets';

/** Does what somebody has said yes to, and says what has become of it. */
export async function carryOut({ commands, settings: { by } }: Platform, action: Action): Promise<string> {
  switch (action.kind) {
    case 'cancel': {
      const { status } = await commands.post('/v1/jobs/{id}/cancel', { params: { path: { id: action.jobId } }, body: { by } });
      return status === 'CANCELLED' ? 'the job is cancelled' : `the job is asked to stop (${status})`;
    }
    case 'redrive': {
      const { jobId } = await commands.post('/v1/jobs/{id}/redrive', { params: { path: { id: action.jobId } }, body: { by } });
      return `its next life is ${jobId}`;
    }
    case 'retry': {
      const { status } = await commands.post('/v1/jobs/{id}/run-now', { params: { path: { id: action.jobId } }, body: { by } });
      return `the job is ${status}`;
    }
    case 'pause':
      await commands.post('/v1/queues/{name}/pause', { params: { path: { name: action.queue } }, body: { by } });
      return `queue ${action.queue} is paused`;
    case 'resume':
      await commands.post('/v1/queues/{name}/resume', { params: { path: { name: action.queue } }, body: { by } });
      return `queue ${action.queue} runs again`;
    case 'acknowledge':
      await commands.post('/v1/alerts/{fingerprint}/acknowledge', { params: { path: { fingerprint: action.fingerprint } }, body: { by } });
      return `${action.name} is acknowledged`;
  }
}

import { jobRoutingKey, type Job } from '#contracts';
import type { EventReader } from '#event-log';
import type { ControlSender } from '../control-sender';

export interface Resendable extends Pick<Job, 'id' | 'queue' | 'priority'> {
  readonly queuedVersion: number;
}

/** Sends messages of jobs again: the stored `job.queued`, to the workers only. Should it be lost, the sweep sends it once more. */
export class Resender {
  constructor(
    private readonly reader: EventReader,
    private readonly control: ControlSender,
  ) {}

  async resend(jobs: readonly Resendable[]): Promise<void> {
    if (jobs.length === 0) return;
    const byId = new Map(jobs.map((job) => [job.id, job]));
    for (const event of await this.reader.versions(jobs.map(({ id, queuedVersion }) => ({ streamId: id, version: queuedVersion })))) {
      const { queue, priority } = byId.get(event.streamId) as Resendable;
      this.control.resend(event, jobRoutingKey(queue, priority));
    }
  }
}

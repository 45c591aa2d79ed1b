import type { LiveEvent } from './event-window';

/** More jobs than this in one frame: whoever draws a list reads it anew. */
const MAX_JOBS = 500;

export interface ChangedJob {
  readonly id: string;
  readonly status: string;
  readonly type?: string;
  readonly queue?: string;
}

/** What changed since the last frame, in one: each job once, as it is now. Pure. */
export class LiveChanges {
  private readonly jobs = new Map<string, ChangedJob>();
  private more = false;
  private position: number | undefined;

  add(event: LiveEvent): void {
    this.position = event.position;
    const { streamId: id, status, type, queue, eventType } = event.head;
    if (!eventType.startsWith('job.') || status === undefined) return;
    if (this.jobs.size >= MAX_JOBS && !this.jobs.has(id)) this.more = true;
    else this.jobs.set(id, { id, status, type, queue });
  }

  /** What is to be told, and nothing is left of it; undefined when nothing happened. */
  take(): { readonly position: number; readonly jobs: readonly ChangedJob[]; readonly more: boolean } | undefined {
    if (this.position === undefined) return undefined;
    const told = { position: this.position, jobs: [...this.jobs.values()], more: this.more };
    this.jobs.clear();
    this.more = false;
    this.position = undefined;
    return told;
  }
}

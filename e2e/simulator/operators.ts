import type { CreateScheduleRequest, OperationAction } from '#contracts';
import type { Clients } from './clients';
import { JOB_TYPE, type SimPayload } from './processes/sim-handler';
import type { Stage } from './stage';

/** What a schedule is asked to be; it ends by itself, so that all comes to rest. */
export interface ScheduleWishes extends Pick<CreateScheduleRequest, 'cron' | 'catchUp' | 'overlap'> {
  readonly lastsMs: number;
  readonly payload: SimPayload;
}

/** Those who set up schedules and ask for bulk operations: like other clients, they ask until they are answered. */
export class Operators {
  /** Who asked for what: each request has an asker of its own, since one that was not answered may make an operation as well. */
  readonly asked = new Map<string, OperationAction>();

  constructor(
    private readonly stage: Stage,
    private readonly clients: Clients,
  ) {}

  schedule(name: string, { lastsMs, payload, ...wishes }: ScheduleWishes): void {
    const endAt = new Date(this.stage.store.wallMs + lastsMs).toISOString();
    const request = { ...wishes, name, endAt, job: { type: JOB_TYPE, payload: { ...payload }, maxAttempts: 2 } };
    this.clients.untilAnswered<undefined>(
      (gateway, answer, refuse) => gateway.createSchedule(request, () => answer(undefined), (error) => (isForGood(error) ? answer(undefined) : refuse(error))),
      () => this.stage.note(`client: the schedule ${name} is answered: ${wishes.cron}, until ${endAt}`),
    );
  }

  /** Pauses a schedule, and resumes it so long after that was answered. */
  pauseScheduleFor(name: string, ms: number): void {
    if (!this.stage.store.resources.has(`schedule\0${name}`)) return;
    this.clients.untilAnswered<undefined>(
      (gateway, answer, refuse) => gateway.pauseSchedule(name, () => answer(undefined), refuse),
      () => {
        this.stage.note(`client: the pause of the schedule ${name} is answered`);
        this.stage.scheduler.after(ms, () => this.clients.untilAnswered<undefined>((gateway, answer, refuse) => gateway.resumeSchedule(name, () => answer(undefined), refuse), () => this.stage.note(`client: the schedule ${name} is resumed`)));
      },
    );
  }

  /** Does something to all jobs that there are. */
  toAll(action: OperationAction): void {
    this.clients.untilAnswered<undefined>(
      (gateway, answer, refuse) => {
        const by = `operator ${this.asked.size + 1}`;
        this.asked.set(by, action);
        gateway.startOperation({ action, by, filter: { type: JOB_TYPE } }, () => answer(undefined), refuse);
      },
      () => this.stage.note(`client: an operation is answered: ${action}`),
    );
  }
}

/** An answer that was lost has left the schedule behind; one that comes too late would never tick. */
function isForGood(error: unknown): boolean {
  const { code } = error as { readonly code?: unknown };
  return code === 'schedule_exists' || code === 'validation_failed';
}

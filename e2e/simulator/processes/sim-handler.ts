import { AttemptError, defineHandler } from '#worker-sdk';
import { stage } from './simulated-servers';

export const JOB_TYPE = 'simulate.work';

/** What the attempts of a job do, the first first; the last stands for all later ones. */
export interface SimPayload {
  readonly runs: readonly { readonly ms: number; readonly ok: boolean }[];
  /** Goes on when its signal fires, and has its effect all the same. */
  readonly stubborn: boolean;
}

/** Takes its time, then has its effect: both are told to the sink, which judges them against what the gateways wrote. */
export const HANDLER = defineHandler<SimPayload>({
  type: JOB_TYPE,
  payloadSchema: { type: 'object' },
  async run(context) {
    const { payload } = context;
    const { sink, scheduler } = stage();
    const plan = payload.runs[Math.min(context.attempt, payload.runs.length) - 1] ?? { ms: 1, ok: true };
    const running = sink.started(scheduler.running, context);
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(resolve, plan.ms);
      const abort = (): void => {
        if (payload.stubborn) return;
        clearTimeout(timer);
        reject(new Error('aborted'));
      };
      if (context.signal.aborted) abort();
      context.signal.addEventListener('abort', abort);
    }).catch((error: unknown) => {
      running.aborted();
      throw error;
    });
    running.effect(plan.ok);
    if (!plan.ok) throw new AttemptError('planned', 'it was planned to fail', { retryable: true });
    return { attempt: context.attempt };
  },
});

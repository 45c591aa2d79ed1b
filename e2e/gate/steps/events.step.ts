import { eventually } from '#testing';
import type { GateContext } from '../context';
import { judgeEvents } from '../judge/judge-events';
import type { Step } from '../step';
import { EarOnEvents } from '../system/ear-on-events';

/** Step 2: what any subscriber of the broker sees of the gate's jobs. */
export const eventsStep: Step = {
  name: 'events',
  proves: 'every step of a job\'s life is an event on the broker, valid against its contract, in order, without a gap',
  needs: ['jobs', 'ear'],
  timeoutMs: 30_000,

  async prepare(context) {
    const ear = await EarOnEvents.open(context.urls.rabbitmq);
    context.evidence.ear = ear;
    context.closers.push(() => ear.close());
  },

  async run(context) {
    // What is missing after that is told by the judgement, event by event.
    await eventually(() => allEndsHeard(context), { timeoutMs: 10_000 }).catch(() => undefined);
    const heard = [...(context.evidence.ear?.heard ?? [])];
    context.evidence.heard = heard;
    context.seen['heard'] = heard;
    return judgeEvents(heard, context.evidence.jobs ?? []);
  },
};

function allEndsHeard({ evidence }: GateContext): boolean {
  const ends = new Set((evidence.ear?.heard ?? []).filter(({ routingKey }) => /^job\.(completed|failed|cancelled)$/.test(routingKey)).map(({ body }) => /"stream":\{"id":"([^"]+)"/.exec(body)?.[1]));
  return (evidence.jobs ?? []).every(({ id }) => ends.has(id));
}

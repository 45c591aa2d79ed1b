import fc from 'fast-check';
import type { Logger } from '#observability';
import { renderMetrics } from '#observability';
import { foldEvents, groupByDocument, type JobDocument, type LoggedEvent } from '#read-model';
import { LogBuilder } from '../log.builder';
import { randomLife, writeLives } from '../random-lives.builder';
import { jobsProjector } from '../read-models/jobs/jobs.projector';
import { InvariantWatch } from './invariant-watch';

const errors: object[] = [];
const logger = { error: (facts: object) => void errors.push(facts) } as unknown as Logger;

function fold(events: readonly LoggedEvent[]): (JobDocument | undefined)[] {
  const projector = new InvariantWatch(logger).over(jobsProjector);
  return [...groupByDocument(projector, events).values()].map((group) => {
    const folded = foldEvents(projector, undefined, group);
    return folded.kind === 'changed' ? folded.document : undefined;
  });
}

const told = (events: readonly LoggedEvent[]): object[] => {
  errors.length = 0;
  fold(events);
  return errors;
};
const built = (tell: (log: LogBuilder) => unknown): LoggedEvent[] => {
  const log = new LogBuilder();
  tell(log);
  return log.events;
};

it('no life that the gateway can write violates anything', () => {
  fc.assert(
    fc.property(fc.array(randomLife, { minLength: 1, maxLength: 4 }), (some) => {
      expect(told(writeLives(some).events)).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

it('a second end is told, counted once however often it is folded, and shown', async () => {
  const events = built((l) => l.job(1).submitted().queued().started().completed({ n: 1 }).failed());
  const watch = new InvariantWatch(logger);
  const projector = watch.over(jobsProjector);
  errors.length = 0;
  for (let i = 0; i < 3; i += 1) expect(foldEvents(projector, undefined, events)).toMatchObject({ kind: 'changed', document: { status: 'FAILED', version: 5 } });
  expect(errors).toEqual([expect.objectContaining({ invariant: 'second_terminal', version: 5 })]);
  expect(await renderMetrics()).toContain('observatory_invariant_violations_total{invariant="second_terminal"} 1');
});

it.each<[string, (l: LogBuilder) => unknown]>([
  ['a job that goes on after its end', (l) => l.job(1).submitted().queued().started().completed(1).queued('retry')],
  ['a start from a state that the job is not in', (l) => l.job(1).submitted().queued().started().started()],
])('%s is an illegal transition', (_name, tell) => {
  expect(told(built(tell))).toEqual([expect.objectContaining({ invariant: 'illegal_transition' })]);
});

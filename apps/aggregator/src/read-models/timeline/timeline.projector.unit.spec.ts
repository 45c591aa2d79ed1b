import { foldEvents, type TimelineDocument, toEnvelopes, toTimeline } from '#read-model';
import { validator } from '#contracts';
import { LogBuilder } from '../../log.builder';
import { timelineProjector } from './timeline.projector';

const projected = (built: LogBuilder): TimelineDocument => {
  const fold = foldEvents(timelineProjector, undefined, built.events);
  if (fold.kind !== 'changed') throw new Error(`the events fold to ${fold.kind}`);
  return fold.document;
};

describe('the timeline read model', () => {
  it('tells the life of a job in sentences, oldest first', () => {
    const log = new LogBuilder();
    log.job(1).submitted().queued().started('worker-a').retryScheduled('failed', 'worker-a').queued('retry').started('worker-b').retryScheduled('lost', 'worker-b').queued('lost').started().completed();
    expect(toTimeline(projected(log)).map((entry) => entry.summary)).toEqual([
      'Submitted to queue default as simulate.work',
      'Queued for attempt 1 of 5',
      'Attempt 1 started',
      'Attempt 1 failed (boom: it went wrong); next at 2026-01-01T00:00:04.000Z',
      'Queued for attempt 2 of 5 after the backoff',
      'Attempt 2 started',
      'Attempt 2 was lost with its worker (boom: it went wrong); next at 2026-01-01T00:00:07.000Z',
      'Queued for attempt 3 of 5 because its worker was lost',
      'Attempt 3 started',
      'Completed by attempt 3 in 12 ms',
    ]);
  });

  const told = (tellIt: (log: LogBuilder) => unknown): string[] => {
    const log = new LogBuilder();
    tellIt(log);
    return toTimeline(projected(log)).map((entry) => entry.summary);
  };
  const other = '0193aaaa-0000-7000-8000-000000000003';

  it('tells cancellations, failures and redrives', () => {
    expect(told((log) => log.job(1).submitted().queued().cancelRequested('ann').cancelled('ann')).slice(2)).toEqual(['Cancellation asked for by ann: no longer needed', 'Cancelled before it ran']);
    expect(told((log) => log.job(1).submitted().queued().started().failed('timed_out').redriven('bob')).slice(2)).toEqual([
      'Attempt 1 started', 'Failed for good: attempt 1 timed out (boom: it went wrong for good)', 'Redriven by bob as job 0193010b-0000-7000-8000-00000000ffff',
    ]);
  });

  it('tells what a job waits for, and why it goes on', () => {
    expect(told((log) => log.job(1, { runAt: '2026-02-01T00:00:00.000Z', scheduleId: other }).submitted().queued('due'))).toEqual([
      `Submitted to queue default as simulate.work; scheduled for 2026-02-01T00:00:00.000Z; by schedule ${other}`, 'Queued for attempt 1 of 5 because its time has come',
    ]);
    expect(told((log) => log.job(1, { after: [other, '0193aaaa-0000-7000-8000-000000000004'] }).submitted().queued('parents_ended'))).toEqual([
      'Submitted to queue default as simulate.work; waits for 2 parents', 'Queued for attempt 1 of 5 because 2 parents ended',
    ]);
    expect(told((log) => log.job(1, { after: [other], redrivenFrom: other }).submitted())).toEqual([`Submitted to queue default as simulate.work; waits for 1 parent; another life of job ${other}`]);
  });

  it('tells who or what stopped a job', () => {
    expect(told((log) => log.job(1, { runAt: '2026-02-01T00:00:00.000Z' }).submitted().cancelRequested('dedupe', 'superseded').cancelled('dedupe', 'superseded')).slice(1)).toEqual([
      'To be cancelled: a later submission with the same key took its place', 'Cancelled before it ran',
    ]);
    expect(told((log) => log.job(1).submitted().queued().started().cancelRequested('deadline', 'deadline')).slice(3)).toEqual(['To be stopped: its deadline came']);
    expect(told((log) => log.job(1).submitted().deadline()).slice(1)).toEqual(['Failed for good: its deadline came before it had ended']);
    expect(told((log) => log.job(1).submitted().queued().failed('parked')).slice(2)).toEqual(['Failed for good: it could not be handed to a worker (boom: it went wrong for good)']);
  });

  it('gives entries that the contract accepts', () => {
    const log = new LogBuilder();
    log.job(1).submitted().queued().started().retryScheduled().queued('resent').started().failed().redriven().cancelRequested().cancelled();
    for (const entry of toTimeline(projected(log))) expect(validator('TimelineEntry')(entry)).toMatchObject({ ok: true });
  });

  it('keeps the first entry and the last ones of an endless life', () => {
    const log = new LogBuilder();
    const job = log.job(1).submitted();
    for (let i = 0; i < 1_200; i += 1) job.queued('returned');
    const document = projected(log);
    const [entries, { version }] = [toTimeline(document), document];
    expect([entries.length, version, entries[0]?.eventType, entries[1]?.version, entries.at(-1)?.version]).toEqual([1_000, 1_201, 'job.submitted', 203, 1_201]);
  });

  it('leaves out the details of an error that are too large for a list', () => {
    const log = new LogBuilder();
    log.job(1).submitted().queued().started().retryScheduled();
    const event = log.events[3] as unknown as { payload: { error: object } };
    event.payload.error = { code: 'boom', message: 'x'.repeat(2_000), details: { trace: 'y'.repeat(100_000) } };
    const [entry] = toTimeline(projected(log)).slice(3);
    expect([JSON.stringify(entry).length < 4_000, entry]).toMatchObject([true, { details: { error: { code: 'boom', details: { omitted: expect.any(String) as string } } } }]);
  });

  it('gives back every envelope as it stands in the log, and keeps the payload of a job once', () => {
    const log = new LogBuilder();
    log.job(1, { payload: { secret: 'only-here' } }).submitted().queued().started().retryScheduled().queued('retry').started().completed();
    const document = projected(log);
    expect(toEnvelopes(document)).toEqual(JSON.parse(JSON.stringify(log.events)));
    expect(JSON.stringify(document).match(/only-here/g)).toHaveLength(1);
  });

  it('survives a kind of event that it does not know yet', () => {
    const log = new LogBuilder();
    log.job(1).submitted();
    const [event] = log.events;
    const unknown = { ...event, eventType: 'job.renamed', stream: { ...event?.stream, version: 2, position: 2 } } as never;
    expect(toTimeline(timelineProjector.project(projected(log), unknown))[1]).toMatchObject({ eventType: 'job.renamed', summary: 'job.renamed' });
  });
});

import { type ActivityDocument, foldEvents, groupByDocument, MAX_QUEUES, OTHER_QUEUES, quantileMs } from '#read-model';
import { LogBuilder } from '../../log.builder';
import { activityProjector } from './activity.projector';

function documentsOf(log: LogBuilder): ActivityDocument[] {
  return [...groupByDocument(activityProjector, log.events)].map(([, events]) => {
    const fold = foldEvents(activityProjector, undefined, events);
    if (fold.kind !== 'changed') throw new Error(`the events fold to ${fold.kind}`);
    return fold.document;
  });
}

describe('the activity read model', () => {
  it('counts what happened in each minute, by its own clock', () => {
    const log = new LogBuilder();
    for (let number = 1; number <= 20; number += 1) log.job(number, { queue: number % 2 === 0 ? 'mail' : 'default' }).submitted().queued().started().completed();
    const [first, second] = documentsOf(log);
    expect([first?.at, second?.at]).toEqual(['2026-01-01T00:00:00.000Z', '2026-01-01T00:01:00.000Z']);
    expect([first?.submitted, second?.submitted, (first?.completed ?? 0) + (second?.completed ?? 0)]).toEqual([15, 5, 20]);
    expect(first?.queues.map(({ queue, submitted }) => [queue, submitted])).toEqual([['default', 8], ['mail', 7]]);
    expect(quantileMs(first?.duration ?? [], 0.5)).toBe(15);
  });

  it('tells retries from losses, and a failure from a cancellation', () => {
    const log = new LogBuilder();
    log.job(1).submitted().queued().started().retryScheduled('lost').queued('lost').started().retryScheduled().queued('retry').started().failed();
    log.job(2).submitted().cancelled();
    expect(documentsOf(log)).toMatchObject([{ submitted: 2, started: 3, retried: 2, lost: 1, failed: 1, cancelled: 1, completed: 0 }]);
  });

  it('keeps a bounded number of queues', () => {
    const log = new LogBuilder();
    for (let number = 1; number <= 58; number += 1) log.job(number, { queue: `q-${number}` }).submitted();
    const [first] = documentsOf(log);
    expect(first?.queues).toHaveLength(MAX_QUEUES + 1);
    expect(first?.queues.find(({ queue }) => queue === OTHER_QUEUES)?.submitted).toBe(8);
  });

  it('counts nothing twice, whatever is told again', () => {
    const log = new LogBuilder();
    log.job(1).submitted().queued().started().completed();
    const [document] = documentsOf(log);
    expect(foldEvents(activityProjector, document, log.events)).toEqual({ kind: 'unchanged' });
    log.job(2).submitted();
    const fold = foldEvents(activityProjector, document, log.events);
    expect(fold).toMatchObject({ kind: 'changed', document: { submitted: 2, completed: 1, version: 5 } });
  });
});

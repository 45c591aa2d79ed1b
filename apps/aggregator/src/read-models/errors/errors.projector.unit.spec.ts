import { validator } from '#contracts';
import { type ErrorDocument, foldEvents, groupByDocument, toErrorGroup } from '#read-model';
import { LogBuilder } from '../../log.builder';
import { errorsProjector } from './errors.projector';

function documentsOf(log: LogBuilder): ErrorDocument[] {
  return [...groupByDocument(errorsProjector, log.events)].map(([, events]) => {
    const fold = foldEvents(errorsProjector, undefined, events);
    if (fold.kind !== 'changed') throw new Error(`the events fold to ${fold.kind}`);
    return fold.document;
  });
}

describe('the errors read model', () => {
  it('gathers what is one and the same, with the jobs that met it last', () => {
    const log = new LogBuilder();
    for (let number = 1; number <= 12; number += 1) log.job(number).submitted().queued().started().retryScheduled();
    log.job(3).failed();
    const [retried, failed] = documentsOf(log);
    expect(retried).toMatchObject({ count: 12, code: 'boom', type: 'simulate.work', firstSeen: '2026-01-01T00:00:04.000Z', lastSeen: '2026-01-01T00:00:48.000Z' });
    expect(retried?.jobIds).toEqual(Array.from({ length: 10 }, (_, index) => log.job(12 - index).id));
    expect(failed).toMatchObject({ count: 1, message: 'it went wrong for good' });
    for (const document of [retried, failed]) expect(validator('ErrorGroup')(JSON.parse(JSON.stringify(toErrorGroup(document as ErrorDocument))))).toMatchObject({ ok: true });
  });

  it('has no use for what went well', () => {
    const log = new LogBuilder();
    log.job(1).submitted().queued().started().completed();
    expect(documentsOf(log)).toEqual([]);
  });
});

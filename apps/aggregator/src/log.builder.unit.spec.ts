import { parseEnvelope } from '#contracts';
import { LogBuilder } from './log.builder';

it('builds events that the contract accepts', () => {
  const log = new LogBuilder();
  log.job(1, { idempotencyKey: 'order-1' }).submitted().queued().started().retryScheduled('failed').queued('retry').started().retryScheduled('lost').queued('lost').started().completed();
  log.job(2).submitted().queued().started().failed().redriven().queued('redriven').cancelRequested().cancelled();
  const refused = log.events.map((event) => parseEnvelope(JSON.stringify(event))).filter((parsed) => !parsed.ok);
  expect(refused).toEqual([]);
});

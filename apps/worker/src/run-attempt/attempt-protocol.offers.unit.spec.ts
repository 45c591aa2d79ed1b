import type { EnvelopeOf } from '#contracts';
import { asks, handedBack, returned, sends, started, SUCCEEDED, TestTube } from './protocol-tube.harness';
import type { ProtocolOutput } from './protocol';

const offered = (outputs: readonly ProtocolOutput<string>[]): string[] => sends(outputs, 'worker.offered').flatMap((sent) => [...sent.payload.deliveries]);
const job = (name: string, type = 't') => ({ correlationId: `c-${name}`, payload: { jobId: `j-${name}`, type } }) as EnvelopeOf<'job.queued'>;

/** A worker that has begun to consume, and what it offered then. */
function idle(slots = 2, options: ConstructorParameters<typeof TestTube>[1] = {}): { tube: TestTube; offers: string[] } {
  const tube = new TestTube(slots, { offersSlots: true, ...options });
  return { tube, offers: offered(tube.wait(1_000)) };
}

const grant = (tube: TestTube, deliveryId: string, name = 'x', type = 't') => tube.do({ kind: 'granted', grants: [{ jobId: `j-${name}`, deliveryId, ask: 1, attempt: 1, job: job(name, type) }] });

describe('offers of slots', () => {
  it('offers each free slot, again each second, and runs what is granted to one without asking', () => {
    const { tube, offers } = idle(2);
    expect(offers).toHaveLength(2);
    expect(offered(tube.wait(1_000))).toHaveLength(2);
    const outputs = grant(tube, offers[0] as string);
    expect([started(outputs), asks(outputs)]).toEqual([[offers[0]], []]);
  });

  it('returns what is granted to an offer of more than two seconds ago', () => {
    const { tube, offers } = idle(1);
    tube.stall(2_000);
    expect([started(grant(tube, offers[0] as string))]).toEqual([[]]);
    const again = idle(1);
    again.tube.stall(2_000);
    expect(returned(grant(again.tube, again.offers[0] as string))).toEqual(again.offers);
  });

  it('takes an offer once', () => {
    const { tube, offers } = idle(2);
    const [first] = offers as [string];
    grant(tube, first);
    tube.end(first, SUCCEEDED);
    expect(started(grant(tube, first, 'y'))).toEqual([]);
  });

  it.each(['probed', 'revoked'] as const)('starts nothing by a grant for an offer that was %s before', (how) => {
    const { tube, offers } = idle(1);
    const [deliveryId] = offers as [string];
    if (how === 'probed') expect(tube.probe(deliveryId)).toBe('unknown');
    else tube.revoke(deliveryId, 'cancelled');
    const outputs = grant(tube, deliveryId);
    expect([started(outputs), returned(outputs)]).toEqual([[], [deliveryId]]);
  });

  it('gives back a job of a type that it has no handler for', () => {
    const { tube, offers } = idle(1, { handles: (type) => type === 't' });
    expect(returned(grant(tube, offers[0] as string, 'x', 'other'))).toEqual(offers);
  });

  it('offers nothing while paused, and returns what was granted meanwhile', () => {
    const { tube, offers } = idle(1);
    tube.do({ kind: 'intake_paused' });
    const outputs = grant(tube, offers[0] as string);
    expect([started(outputs), returned(outputs)]).toEqual([[], offers]);
    expect(offered(tube.wait(3_000))).toEqual([]);
  });

  it('offers nothing while a delivery waits for its answer, nor without a free slot', () => {
    const { tube } = idle(1);
    tube.deliver('a');
    expect(offered(tube.wait(900))).toEqual([]);
    tube.grant(`d-${tube.deliveries}`);
    expect(offered(tube.wait(5_000))).toEqual([]);
  });

  it('makes good for what was taken up when half of the free slots are on offer no more', () => {
    const { tube, offers } = idle(4);
    tube.wait(100);
    const runs = (deliveryId: string): string[] => {
      const outputs = grant(tube, deliveryId);
      return offered([...outputs, ...tube.end(deliveryId)]);
    };
    expect(runs(offers[3] as string)).toEqual([]);
    expect(runs(offers[2] as string)).toHaveLength(2);
  });

  it('has nothing on offer after the connection that consumes was lost, for a second', () => {
    const { tube, offers } = idle(1);
    expect(offered(tube.do({ kind: 'consumer_down' }))).toEqual([]);
    expect(returned(grant(tube, offers[0] as string))).toEqual(offers);
    expect(offered(tube.wait(1_500))).toHaveLength(1);
  });

  it('has nothing to settle at the broker for a job that came with its grant', () => {
    const { tube, offers } = idle(1);
    grant(tube, offers[0] as string);
    const outputs = tube.confirm(tube.end(offers[0] as string));
    expect([handedBack(outputs), outputs.filter(({ kind }) => kind === 'ack')]).toEqual([[], []]);
    expect(tube.protocol.drained).toBe(true);
  });
});

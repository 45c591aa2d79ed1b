import type { EnvelopeOf } from '#contracts';
import { asks, handedBack, returned, sends, started, SUCCEEDED, TestTube } from './protocol-tube.harness';
import type { Offer } from './offered-slots';
import type { ProtocolOutput } from './protocol';

const offered = (outputs: readonly ProtocolOutput<string>[]): Offer[] => sends(outputs, 'worker.offered').map(({ payload: { offer, slots } }) => ({ offer, slots }));
const job = (name: string, type = 't') => ({ correlationId: `c-${name}`, payload: { jobId: `j-${name}`, type } }) as EnvelopeOf<'job.queued'>;

/** A worker that has begun to consume, and what it offered then. */
function idle(slots = 2, options: ConstructorParameters<typeof TestTube>[1] = {}): { tube: TestTube; offer: string } {
  const tube = new TestTube(slots, { offersSlots: true, up: false, ...options });
  const [first] = offered(tube.do({ kind: 'publisher_up' }, { kind: 'consumer_up' }));
  expect(first?.slots).toBe(slots);
  return { tube, offer: (first as Offer).offer };
}

/** A grant of the job `name` to the delivery of that name. */
const grant = (tube: TestTube, offer: string, name = 'x', type = 't') => tube.do({ kind: 'granted', grants: [{ jobId: `j-${name}`, deliveryId: name, ask: 1, attempt: 1, offer, job: job(name, type) }] });

describe('offers of slots', () => {
  it('offers its free slots, again each second, and runs what is granted to them without asking', () => {
    const { tube, offer } = idle(2);
    expect(offered(tube.wait(1_000))).toEqual([{ offer: expect.any(String) as string, slots: 2 }]);
    const outputs = grant(tube, offer);
    expect([started(outputs), asks(outputs)]).toEqual([['x'], []]);
  });

  it('returns what is granted to an offer of more than two seconds ago', () => {
    const { tube, offer } = idle(1);
    tube.stall(2_000);
    const outputs = grant(tube, offer);
    expect([started(outputs), returned(outputs)]).toEqual([[], ['x']]);
  });

  it('returns what is granted beyond its slots: an offer may be heard of twice', () => {
    const { tube, offer } = idle(1);
    expect(started(grant(tube, offer, 'x'))).toEqual(['x']);
    const outputs = grant(tube, offer, 'y');
    expect([started(outputs), returned(outputs)]).toEqual([[], ['y']]);
    expect(returned(tube.end('x'))).toEqual([]);
    expect(returned(grant(tube, offer, 'z'))).toEqual(['z']);
  });

  it('starts nothing twice by a grant that comes twice', () => {
    const { tube, offer } = idle(2);
    grant(tube, offer);
    expect(started(grant(tube, offer))).toEqual([]);
    tube.end('x', SUCCEEDED);
    const outputs = grant(tube, offer);
    expect([started(outputs), returned(outputs)]).toEqual([[], []]);
  });

  it.each(['probed', 'revoked'] as const)('starts nothing by the grant of a delivery that was %s before', (how) => {
    const { tube, offer } = idle(1);
    if (how === 'probed') expect(tube.probe('x')).toBe('unknown');
    else tube.revoke('x', 'cancelled');
    const outputs = grant(tube, offer);
    expect([started(outputs), returned(outputs)]).toEqual([[], ['x']]);
  });

  it('gives back a job of a type that it has no handler for', () => {
    const { tube, offer } = idle(1, { handles: (type) => type === 't' });
    expect(returned(grant(tube, offer, 'x', 'other'))).toEqual(['x']);
  });

  it('offers nothing while paused, and returns what was granted meanwhile', () => {
    const { tube, offer } = idle(1);
    tube.do({ kind: 'intake_paused' });
    const outputs = grant(tube, offer);
    expect([started(outputs), returned(outputs)]).toEqual([[], ['x']]);
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
    const { tube, offer } = idle(4);
    tube.wait(100);
    const run = (name: string): Offer[] => offered([...grant(tube, offer, name), ...tube.end(name)]);
    expect(run('x')).toEqual([]);
    expect(run('y')).toEqual([{ offer: expect.any(String) as string, slots: 2 }]);
  });

  it('has nothing on offer after the connection that consumes was lost, until it is back', () => {
    const { tube, offer } = idle(1);
    expect(offered(tube.do({ kind: 'consumer_down' }))).toEqual([]);
    expect(returned(grant(tube, offer))).toEqual(['x']);
    expect(offered(tube.wait(1_500))).toEqual([]);
    expect(offered(tube.do({ kind: 'consumer_up' }))).toHaveLength(1);
  });

  it('has nothing to settle at the broker for a job that came with its grant', () => {
    const { tube, offer } = idle(1);
    grant(tube, offer);
    const outputs = tube.confirm(tube.end('x'));
    expect([handedBack(outputs), outputs.filter(({ kind }) => kind === 'ack')]).toEqual([[], []]);
    expect(tube.protocol.drained).toBe(true);
  });
});

import type { ConfirmPublisher } from '#messaging';
import { ControlSender, type SendOutcome } from './control-sender';

type Published = Parameters<ConfirmPublisher['publishWith']>;

describe('a revocation', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  /** A sender whose messages meet these fates, the last one again and again; and when each was sent. */
  function revoke(...fates: SendOutcome[]) {
    const sentAt: number[] = [];
    const bodies = new Set<string>();
    const beganAt = performance.now();
    const publishWith = (...[, key, body, , done]: Published): void => {
      sentAt.push(Math.round(performance.now() - beganAt));
      bodies.add(`${key} ${JSON.stringify((JSON.parse(body.toString()) as { payload: object }).payload)}`);
      const outcome = fates.length > 1 ? fates.shift() : fates[0];
      done(null, outcome === 'failed' ? undefined : outcome);
    };
    const control = new ControlSender({ publishWith } as unknown as ConfirmPublisher, { service: 'gateway', instanceId: 'g1', version: '0.0.0' });
    control.revoke({ workerId: 'w1', deliveryId: 'd1' }, 'j1');
    return { sentAt, bodies };
  }

  it('that is taken is said once', async () => {
    const { sentAt, bodies } = revoke('confirmed');
    await jest.advanceTimersByTimeAsync(10_000);
    expect(sentAt).toEqual([0]);
    expect([...bodies]).toEqual(['w1 {"workerId":"w1","attempts":[{"jobId":"j1","deliveryId":"d1","reason":"cancelled"}]}']);
  });

  it('that meets a worker without a control queue, or a broker that is away, is said again until it is taken', async () => {
    const { sentAt, bodies } = revoke('returned', 'failed', 'returned', 'confirmed');
    await jest.advanceTimersByTimeAsync(10_000);
    expect(sentAt).toEqual([0, 100, 200, 300]);
    expect(bodies.size).toBe(1);
  });

  it('for a worker that stays away is given up when heartbeats would have told it', async () => {
    const { sentAt } = revoke('returned');
    await jest.advanceTimersByTimeAsync(60_000);
    expect(sentAt.at(-1)).toBe(5_000);
    expect(jest.getTimerCount()).toBe(0);
  });
});

import type { Schedule, ScheduleFired, SchedulePageResponse, ScheduleResponse } from '#contracts';
import { eventually } from '#testing';
import { fetch } from '../deploy/native/keyed-fetch';
import type { AppProcess } from './system/app-process';
import { Client } from './system/client';
import { elapse } from './system/elapse';
import { freshStores } from './system/stores';
import { System } from './system/system';

/** Longer than a leader's lease: somebody else leads before it is back. */
const STOPPED_MS = 3_500;

describe('a schedule of each second', () => {
  let system: System;
  let client: Client;
  const away = new Set<AppProcess>();

  beforeAll(async () => {
    system = await System.start({ stores: await freshStores(), count: { gateway: 3 } });
    client = Client.of(system);
  }, 90_000);

  afterAll(async () => {
    await system?.stop();
  }, 60_000);

  it('fires each second once, while its leader is killed and the next one is stopped and comes back', async () => {
    await call('POST', '', { name: 'each-second', cron: '* * * * * *', job: { type: 'simulate.work', payload: { durationMs: 0 }, tags: ['ticking'] }, catchUp: 'all', catchUpLimit: 100 });
    await ticked(3);
    const killed = await leader();
    away.add(killed);
    await killed.end('SIGKILL');
    await ticked((await fired()).length + 3);
    const zombie = await leader();
    away.add(zombie);
    zombie.pause();
    await elapse(STOPPED_MS);
    zombie.resume();
    await ticked((await fired()).length + 3);
    await killed.start().ready();
    const { schedule, position } = await call<ScheduleResponse>('POST', '/each-second/pause', { by: 'spec' });

    const ticks = await fired();
    const firstMs = Date.parse(ticks[0]?.tick ?? '');
    expect(ticks.map(({ tick }) => tick)).toEqual(ticks.map((_, i) => new Date(firstMs + i * 1_000).toISOString()));
    const submitted = (await log()).filter(({ eventType, payload }) => eventType === 'job.submitted' && (payload as { scheduleId?: string }).scheduleId === schedule.id);
    expect(submitted.map(({ payload }) => (payload as { jobId: string }).jobId).sort()).toEqual(ticks.map(({ jobId }) => jobId).sort());
    for (const { jobId } of ticks) await client.until(jobId, 'COMPLETED');
    // The read model shows what the gateway does.
    const page = await client.observe<SchedulePageResponse>(`/v1/schedules?atLeast=${position}`);
    expect(page.items).toEqual([schedule] satisfies Schedule[]);
    expect(schedule).toMatchObject({ status: 'paused', fired: ticks.length, skipped: 0, lastTick: ticks.at(-1)?.tick });
  }, 120_000);

  /** A gateway that nothing is done to. */
  function gateway(): AppProcess {
    const left = system.of('gateway').find((one) => !away.has(one));
    if (left === undefined) throw new Error('no gateway is left alone');
    return left;
  }

  async function call<T>(method: 'GET' | 'POST', path: string, body?: object): Promise<T> {
    return eventually(
      async () => {
        const response = await fetch(`${gateway().url}/v1/schedules${path}`, { method, headers: { 'content-type': 'application/json' }, body: body && JSON.stringify(body) });
        if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
        return (await response.json()) as T;
      },
      { message: `${method} /v1/schedules${path} is answered` },
    );
  }

  const log = () => new Client(gateway().url, '').log();
  const fired = async (): Promise<ScheduleFired[]> => (await log()).flatMap(({ eventType, payload }) => (eventType === 'schedule.fired' ? [payload] : []));
  const ticked = (times: number) => eventually(async () => expect((await fired()).length).toBeGreaterThanOrEqual(times), { timeoutMs: 30_000, message: `it has ticked ${times} times` });

  /** The gateway that relays, and so runs the schedules. */
  async function leader(): Promise<AppProcess> {
    return eventually(
      async () => {
        for (const one of system.of('gateway')) {
          const response = await fetch(`${one.url}/status`, { signal: AbortSignal.timeout(1_000) }).catch(() => undefined);
          const status = (await response?.json()) as { details?: { relay?: { leads: boolean } } } | undefined;
          if (status?.details?.relay?.leads) return one;
        }
        throw new Error('nobody leads');
      },
      { timeoutMs: 20_000, message: 'a gateway leads' },
    );
  }
});

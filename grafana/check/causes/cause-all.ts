import { setTimeout as delay } from 'node:timers/promises';
import type { Cause } from '../../source/cause';
import { SCRAPE_SECONDS } from '../fill-in';
import type { Target } from '../target';
import type { Span, Timeline } from '../timeline';
import { Client } from './client';
import { changeEpoch, freezeWorker, killWorker, outage, tamperWithLog } from './faults';
import { Load } from './load';
import { makeBacklog, makeFailures, makePausedQueue, makePoison, makeRefusals, makeTimed, pauseWorkers } from './requests';

type Say = (line: string) => void;

/** Until what the services did while they started has left the windows of the rates. */
const SETTLE_MS = 5 * SCRAPE_SECONDS * 1_000;
/** Three scrapes of nothing happening. */
const CALM_MS = 3 * SCRAPE_SECONDS * 1_000;
/** A rate over the last cause needs some scrapes after it. */
const AFTER_MS = 3 * SCRAPE_SECONDS * 1_000;

/**
 * Does everything that a panel may be waiting for to the running system, under load throughout: first what clients can do, then the faults,
 * those together that do not hide each other. About two minutes. Resolves with what was done when.
 */
export async function causeAll(target: Target, say: Say): Promise<Timeline> {
  const client = new Client(target);
  const load = new Load(client);
  const caused: Partial<Record<Cause, Span>> = {};
  const cause = async (name: Cause, act: () => Promise<void>): Promise<void> => {
    const from = Date.now();
    say(`cause        ${name}`);
    await act();
    caused[name] = { from, to: Date.now() };
  };

  say(`calm         ${(SETTLE_MS + CALM_MS) / 1_000} s without anything, to know what is ordinary`);
  await delay(SETTLE_MS);
  const calmFrom = Date.now();
  await delay(CALM_MS);
  const calm: Span = { from: calmFrom, to: Date.now() };

  const loadFrom = Date.now();
  say('cause        load');
  load.start();
  try {
    // The ordinary of every later cause includes a while of plain load.
    await delay(2 * SCRAPE_SECONDS * 1_000);
    caused.load = { from: loadFrom, to: Date.now() };
    await Promise.all([
      cause('failures', () => makeFailures(client)),
      cause('refusals', () => makeRefusals(client)),
      cause('schedules', () => makeTimed(client)),
      cause('paused_queue', () => makePausedQueue(client)),
      cause('poison', () => makePoison(target)),
    ]);
    await cause('backlog', () => makeBacklog(client));
    await cause('worker_paused', () => pauseWorkers(client));
    await cause('worker_killed', () => killWorker(target));
    await Promise.all([cause('mongo_stopped', () => outage(target, 'mongo', 10_000)), cause('redis_stopped', () => outage(target, 'redis', 8_000))]);
    await Promise.all([cause('broker_stopped', () => outage(target, 'rabbitmq', 6_000)), cause('worker_frozen', () => freezeWorker(target))]);
    await cause('postgres_stopped', () => outage(target, 'postgres', 8_000));
    await cause('log_tampered_with', () => tamperWithLog(target));
    await cause('rebuild', () => changeEpoch(target));
  } finally {
    await load.stop();
  }
  await delay(AFTER_MS);
  const outages = [caused.mongo_stopped, caused.postgres_stopped].filter((span): span is Span => span !== undefined);
  caused.alert = { from: Math.min(...outages.map(({ from }) => from)), to: Math.max(...outages.map(({ to }) => to)) };
  return { calm, caused, until: Date.now() };
}

import { ALERTS } from '../../prometheus/source/rule-files';
import { detectionSeconds, resolutionSeconds } from '../../prometheus/source/detection';
import { elapse } from '../system/elapse';
import type { Drill } from './drill';
import type { DrillSystem } from './drill-system';
import type { AlertResult, Times } from './report';
import { looksAt, type Place, PLACES, Sightings } from './sightings';

const LOOK_EVERY_MS = 250;
/** What fires before the drill has begun belongs to something else: to the drill before, or to the machine. */
const SILENCE_WITHIN_MS = 150_000;
/** More than a scrape and an evaluation. */
const SILENT_FOR_MS = 6_000;
/** How much longer than stated is waited, so that the report can say how late it was. */
const patience = (statedSeconds: number) => (2 * statedSeconds + 60) * 1_000;

/** Looks at all places until told to stop. */
class Watch {
  private goesOn = true;
  private sightings = new Sightings(0);
  private readonly loop: Promise<void>;

  constructor(
    system: DrillSystem,
    private readonly names: readonly string[],
  ) {
    const looks = looksAt({ prometheus: system.urls.prometheus, alertmanager: system.urls.alertmanager, observatory: system.app('observatory').url });
    const lookAt = async (place: Place): Promise<void> => {
      const shown = await looks[place]().catch(() => undefined);
      if (shown !== undefined) this.sightings.note(place, shown, this.names, Date.now());
    };
    // Each place by itself: one that does not answer must not make the others look slow.
    const keepLooking = async (place: Place): Promise<void> => {
      while (this.goesOn) {
        await lookAt(place);
        await elapse(LOOK_EVERY_MS);
      }
    };
    this.loop = Promise.all(PLACES.map(keepLooking)).then(() => undefined);
  }

  /** Forgets what was seen; from now on what began after `sinceMs` counts. */
  from(sinceMs: number): Sightings {
    this.sightings = new Sightings(sinceMs);
    return this.sightings;
  }

  async until(holds: (sightings: Sightings) => boolean, timeoutMs: number): Promise<boolean> {
    for (const deadline = Date.now() + timeoutMs; Date.now() < deadline; await elapse(100)) if (holds(this.sightings)) return true;
    return false;
  }

  get now(): Sightings {
    return this.sightings;
  }

  async stop(): Promise<void> {
    this.goesOn = false;
    await this.loop;
  }
}

const alertOf = (name: string) => {
  const alert = ALERTS.find((one) => one.name === name);
  if (alert === undefined) throw new Error(`no alert is called ${name}`);
  return alert;
};

function timesOf(sightings: Sightings, name: string, pick: 'seenAtMs' | 'goneAtMs', fromMs: number): Times {
  const seconds = (place: Place): number | undefined => {
    const at = sightings.get(place, name)[pick];
    return at === undefined ? undefined : Math.max(0, Number(((at - fromMs) / 1_000).toFixed(1)));
  };
  return { prometheus: seconds('prometheus'), alertmanager: seconds('alertmanager'), observatory: seconds('observatory') };
}

const blank = (drill: Drill, name: string): Omit<AlertResult, 'outcome'> => ({
  alert: name,
  drill: drill.name,
  fault: drill.fault,
  repair: drill.repair,
  severities: [],
  detection: {},
  resolution: {},
  statedDetection: detectionSeconds(alertOf(name), 'fast'),
  statedResolution: resolutionSeconds(alertOf(name), 'fast'),
  productionDetection: detectionSeconds(alertOf(name), 'standard'),
  toldAfterRepair: drill.toldAfterRepair === true,
  at: new Date().toISOString(),
});

/** Which place did not show it in time, or late; undefined when all did. */
function faultOf(result: Omit<AlertResult, 'outcome'>): { readonly outcome: 'late' | 'failed'; readonly note: string } | undefined {
  for (const [what, times, stated] of [
    ['fire', result.detection, result.statedDetection],
    ['resolve', result.resolution, result.statedResolution],
  ] as const) {
    const never = PLACES.filter((place) => times[place] === undefined);
    if (never.length > 0) return { outcome: 'failed', note: `was not seen to ${what} in ${never.join(', ')}` };
    const bound = what === 'fire' && result.toldAfterRepair ? times.alertmanager : times.observatory;
    if (bound !== undefined && bound > stated) return { outcome: 'late', note: `took ${bound} s to ${what}, ${stated} s are stated` };
  }
  return undefined;
}

/** Runs one drill: silence, fault, alert everywhere, repair, silence everywhere. Never throws for what the system does. */
export async function runDrill(drill: Drill, system: DrillSystem): Promise<AlertResult[]> {
  const missing = await drill.missing?.(system);
  if (missing !== undefined) return drill.alerts.map((name) => ({ ...blank(drill, name), outcome: 'not_run', note: missing }));
  const watch = new Watch(system, drill.alerts);
  try {
    const note = await untilSilent(watch, drill.alerts);
    if (note !== undefined) return drill.alerts.map((name) => ({ ...blank(drill, name), outcome: 'failed', note }));
    return await seeThrough(drill, system, watch);
  } finally {
    await watch.stop();
  }
}

/** Waits until no place has shown any of them for a while, not even pending. @returns why there is no silence, if so */
async function untilSilent(watch: Watch, names: readonly string[]): Promise<string | undefined> {
  for (const deadline = Date.now() + SILENCE_WITHIN_MS; ; ) {
    const silence = watch.from(Number.POSITIVE_INFINITY);
    await elapse(SILENT_FOR_MS);
    const mute = PLACES.filter((place) => !silence.hasAnswered(place));
    const loud = names.filter((name) => PLACES.some((place) => silence.pending(place, name) || silence.get(place, name).seenAtMs !== undefined));
    if (mute.length === 0 && loud.length === 0) return undefined;
    if (Date.now() > deadline) return loud.length > 0 ? `${loud.join(', ')} fired before the fault was caused` : `the fault was not caused, because there was no answer from ${mute.join(', ')}`;
  }
}

async function seeThrough(drill: Drill, system: DrillSystem, watch: Watch): Promise<AlertResult[]> {
  const most = (pick: 'statedDetection' | 'statedResolution') => Math.max(...drill.alerts.map((name) => blank(drill, name)[pick]));
  let faultAtMs = Date.now();
  watch.from(faultAtMs);
  const repair = await drill.cause(system, () => (faultAtMs = Date.now()));
  const mustShow = PLACES.filter((place) => drill.toldAfterRepair !== true || place !== 'observatory');
  await watch.until((seen) => mustShow.every((place) => seen.seen(place, drill.alerts)), patience(most('statedDetection')));
  await repair();
  const repairedAtMs = Date.now();
  // What did not fire while the fault lasted is not waited for.
  const fired = drill.alerts.filter((name) => watch.now.seen('prometheus', [name]));
  await watch.until((seen) => PLACES.every((place) => seen.seen(place, fired) && seen.quiet(place, fired)), patience(most('statedResolution')));
  return drill.alerts.map((name) => {
    const severities = [...new Set(PLACES.flatMap((place) => [...watch.now.get(place, name).severities]))].sort();
    const result = { ...blank(drill, name), severities, detection: timesOf(watch.now, name, 'seenAtMs', faultAtMs), resolution: timesOf(watch.now, name, 'goneAtMs', repairedAtMs), at: new Date(faultAtMs).toISOString() };
    return { ...result, outcome: 'in_time', ...faultOf(result) };
  });
}

import type { Alert } from '#contracts';
import type { GateContext } from '../context';
import type { Place, Sightings } from '../judge/judge-alerts';
import { PLACES } from '../judge/judge-alerts';
import { askJson } from './ask';
import { Prometheus } from './prometheus';
import { setTimeout as delay } from 'node:timers/promises';

/** Which alert is meant: its name and the labels that it must at least have. */
export interface WantedAlert {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

const has = (labels: Readonly<Record<string, string>>, { name, labels: wanted }: WantedAlert) => labels['alertname'] === name && Object.entries(wanted).every(([label, value]) => labels[label] === value);

type Occurrence = Alert & { readonly firedAt?: string };

async function inPrometheus(url: string, wanted: WantedAlert): Promise<boolean> {
  return (await new Prometheus(url).alerts()).some(({ labels, state }) => state === 'firing' && has(labels, wanted));
}

/** Active means that it is neither silenced nor hidden by another: somebody is told. */
async function inAlertmanager(url: string, wanted: WantedAlert): Promise<boolean> {
  const alerts = await askJson<{ labels: Record<string, string>; status: { state: string } }[]>(`${url}/api/v2/alerts?active=true&filter=${encodeURIComponent(`alertname="${wanted.name}"`)}`);
  return alerts.some(({ labels, status }) => status.state === 'active' && has(labels, wanted));
}

/** The last occurrence that began after `since`, as the observatory tells it. */
export async function occurrence(url: string, wanted: WantedAlert, since: number): Promise<Occurrence | undefined> {
  const { items } = await askJson<{ items: Occurrence[] }>(`${url}/v1/alerts?limit=100`);
  return items.filter(({ name, labels, startsAt }) => has({ ...labels, alertname: name }, wanted) && Date.parse(startsAt) >= since).sort((one, other) => Date.parse(other.startsAt) - Date.parse(one.startsAt))[0];
}

/** Whether it fires there. The observatory tells of single occurrences: an older one says nothing about the present fault. */
async function firingIn(place: Place, { urls }: GateContext, wanted: WantedAlert, since: number): Promise<boolean | undefined> {
  switch (place) {
    case 'Prometheus':
      return inPrometheus(urls.prometheus, wanted);
    case 'Alertmanager':
      return inAlertmanager(urls.alertmanager, wanted);
    case 'the observatory':
      return isFiring(await occurrence(urls.observatory, wanted, since));
  }
}

const isFiring = (found: Occurrence | undefined) => (found === undefined ? undefined : found.state === 'firing');

export async function placesWhereItStands(context: GateContext, wanted: WantedAlert): Promise<Place[]> {
  const standing = await Promise.all(PLACES.map((place) => firingIn(place, context, wanted, 0)));
  return PLACES.filter((_, index) => standing[index] === true);
}

/**
 * Looks at all places until the alert fires (or no longer does) in each of those that count, or the time is up; answers with when it was
 * first seen so. A place that cannot be asked has not shown it.
 */
export async function sightings(context: GateContext, wanted: WantedAlert, firing: boolean, places: readonly Place[], since: number, seconds: number): Promise<Sightings> {
  const seen: Partial<Record<Place, number>> = {};
  for (const deadline = Date.now() + seconds * 1000; ; await delay(250)) {
    await Promise.all(
      places
        .filter((place) => seen[place] === undefined)
        .map(async (place) => {
          const is = await firingIn(place, context, wanted, since).catch(() => undefined);
          if (is === firing) seen[place] = Date.now();
        }),
    );
    if (places.every((place) => seen[place] !== undefined) || Date.now() > deadline) return seen;
  }
}

import { fetch } from '../../deploy/native/keyed-fetch';

/** Where an alert shows, in the order in which it gets there. */
export const PLACES = ['prometheus', 'alertmanager', 'observatory'] as const;

export type Place = (typeof PLACES)[number];

export interface Shown {
  readonly name: string;
  readonly severity: string;
  readonly firing: boolean;
  /** Milliseconds since 1970. */
  readonly startsAtMs: number;
}

/** Reads one place; rejects when it does not answer. */
export type Look = () => Promise<readonly Shown[]>;

async function json<T>(url: string): Promise<T> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(4_000) });
  if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}`);
  return (await answer.json()) as T;
}

export interface AlertUrls {
  readonly prometheus: string;
  readonly alertmanager: string;
  readonly observatory: string;
}

interface Labels {
  readonly alertname: string;
  readonly severity?: string;
}

export function looksAt(urls: AlertUrls): Readonly<Record<Place, Look>> {
  return {
    async prometheus() {
      const { data } = await json<{ data: { alerts: { labels: Labels; state: string; activeAt: string }[] } }>(`${urls.prometheus}/api/v1/alerts`);
      return data.alerts.map(({ labels, state, activeAt }) => ({ name: labels.alertname, severity: labels.severity ?? '', firing: state === 'firing', startsAtMs: Date.parse(activeAt) }));
    },
    async alertmanager() {
      const alerts = await json<{ labels: Labels; startsAt: string; endsAt: string }[]>(`${urls.alertmanager}/api/v2/alerts?active=true&inhibited=true&silenced=true&unprocessed=true`);
      return alerts.map(({ labels, startsAt, endsAt }) => ({ name: labels.alertname, severity: labels.severity ?? '', firing: Date.parse(endsAt) > Date.now(), startsAtMs: Date.parse(startsAt) }));
    },
    async observatory() {
      const { items } = await json<{ items: { name: string; severity: string; state: string; startsAt: string }[] }>(`${urls.observatory}/v1/alerts?limit=200`);
      return items.map(({ name, severity, state, startsAt }) => ({ name, severity, firing: state === 'firing', startsAtMs: Date.parse(startsAt) }));
    },
  };
}

/** What one place has shown of one alert since the fault. Times in milliseconds since 1970. */
export interface Sighting {
  seenAtMs?: number;
  /** When it was first seen to be gone again. */
  goneAtMs?: number;
  readonly severities: Set<string>;
}

/**
 * What each place shows of some alerts, look by look. The observatory keeps history: an occurrence that began after the fault counts as seen, even if it
 * is over by the time it is told.
 */
export class Sightings {
  private readonly of = new Map<string, Sighting>();
  private readonly answered = new Set<Place>();
  private readonly pendingIn = new Set<string>();

  constructor(private readonly sinceMs: number) {}

  get(place: Place, name: string): Sighting {
    const key = `${place} ${name}`;
    let sighting = this.of.get(key);
    if (sighting === undefined) this.of.set(key, (sighting = { severities: new Set() }));
    return sighting;
  }

  note(place: Place, shown: readonly Shown[], names: readonly string[], nowMs: number): void {
    this.answered.add(place);
    for (const name of names) {
      const sighting = this.get(place, name);
      if (place === 'prometheus' && shown.some((one) => one.name === name && !one.firing)) this.pendingIn.add(`${place} ${name}`);
      const these = shown.filter((one) => one.name === name && (one.firing || (place === 'observatory' && one.startsAtMs >= this.sinceMs)));
      for (const { severity } of these) sighting.severities.add(severity);
      if (these.length > 0) sighting.seenAtMs ??= nowMs;
      if (sighting.seenAtMs === undefined) continue;
      if (these.some(({ firing }) => firing)) delete sighting.goneAtMs;
      else sighting.goneAtMs ??= nowMs;
    }
  }

  /** Whether its expression has held at some look, though not for long enough to fire. */
  pending(place: Place, name: string): boolean {
    return this.pendingIn.has(`${place} ${name}`);
  }

  hasAnswered(place: Place): boolean {
    return this.answered.has(place);
  }

  /** Whether the place has answered, and shows none of them. */
  quiet(place: Place, names: readonly string[]): boolean {
    return this.hasAnswered(place) && names.every((name) => this.get(place, name).seenAtMs === undefined || this.get(place, name).goneAtMs !== undefined);
  }

  seen(place: Place, names: readonly string[]): boolean {
    return names.every((name) => this.get(place, name).seenAtMs !== undefined);
  }
}

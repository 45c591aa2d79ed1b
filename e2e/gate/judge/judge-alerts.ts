import { fails, type Finding, holds } from '../step';

/** Where an alert must be seen. */
export const PLACES = ['Prometheus', 'Alertmanager', 'the observatory'] as const;
export type Place = (typeof PLACES)[number];

/** When something was first seen at each place, in milliseconds since 1970; a place where it never was is absent. */
export type Sightings = Readonly<Partial<Record<Place, number>>>;

/** One injected failure and what became of its alert. */
export interface Injection {
  readonly fault: string;
  readonly alert: string;
  /** The times that the rules state for it. */
  readonly detectionSeconds: number;
  readonly resolutionSeconds: number;
  /** Places where it stood before anything had been broken. */
  readonly stoodBefore: readonly Place[];
  readonly faultAt: number;
  readonly fired: Sightings;
  readonly repairedAt: number;
  readonly resolved: Sightings;
  /** Bodies of `alert.*` events about it on the broker, by type. */
  readonly events: readonly string[];
}

export function judgeInjection(injection: Injection): Finding[] {
  const { fault, alert, detectionSeconds, resolutionSeconds, stoodBefore, faultAt, fired, repairedAt, resolved, events } = injection;
  const before = stoodBefore.length === 0 ? [] : [fails(`${fault}: ${alert} does not stand before`, `it stood in ${stoodBefore.join(', ')}`)];
  const told = ['alert.fired', 'alert.resolved'].filter((type) => !events.includes(type));
  return [
    ...before,
    inTime(`${fault}: ${alert} fires within ${detectionSeconds} s in ${PLACES.join(', ')}`, faultAt, fired, detectionSeconds),
    inTime(`repaired: ${alert} is resolved within ${resolutionSeconds} s in all three`, repairedAt, resolved, resolutionSeconds),
    told.length === 0 ? holds(`${alert} is in the log: alert.fired, alert.resolved`) : fails(`${alert} is in the log: alert.fired, alert.resolved`, `not heard on the broker: ${told.join(', ')}`),
  ];
}

function inTime(what: string, since: number, seen: Sightings, seconds: number): Finding {
  const after = (place: Place) => (((seen[place] ?? Number.NaN) - since) / 1000).toFixed(1);
  const told = PLACES.map((place) => (seen[place] === undefined ? `${place}: never` : `${place}: ${after(place)} s`)).join(', ');
  const late = PLACES.some((place) => seen[place] === undefined || Number(after(place)) > seconds);
  return late ? fails(what, told) : holds(what, told);
}

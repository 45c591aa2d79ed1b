import { type Alert, validator } from '#contracts';
import { type AlertDocument, foldEvents, groupByDocument, toAlert } from '#read-model';
import { idOf, LogBuilder } from '../../log.builder';
import { alertsProjector } from './alerts.projector';

const STREAM = idOf(0xa1e, 1);
const at = (minutes: number): string => new Date(Date.UTC(2026, 2, 1, 12) + minutes * 60_000).toISOString();
const firing = (starts: number, changes: Partial<Alert> = {}): Alert => ({ fingerprint: 'c1d2', name: 'ServiceDown', state: 'firing', severity: 'critical', category: 'availability', summary: 's', startsAt: at(starts), firedAt: at(starts + 1), labels: { service: 'w', alertname: 'ServiceDown', 'a.b': '$where' }, ...changes });
const over = (starts: number, ends: number): Alert => firing(starts, { state: 'resolved', endsAt: at(ends), resolvedAt: at(ends + 1), resolvedBy: 'reported' });
const about = { fingerprint: 'c1d2', name: 'ServiceDown', severity: 'critical' as const };

/** Two occurrences one after the other: the first escalated, acknowledged and over. */
const life = (): LogBuilder =>
  new LogBuilder()
    .append('alert.fired', STREAM, { alert: firing(0) })
    .append('alert.escalated', STREAM, { ...about, startsAt: at(0), step: 2, at: at(16), unacknowledgedSeconds: 900 })
    .append('alert.acknowledged', STREAM, { ...about, startsAt: at(0), step: 3, at: at(17), by: 'ada', note: 'on it' })
    .append('alert.resolved', STREAM, { alert: over(0, 30), step: 4 })
    .append('alert.fired', STREAM, { alert: firing(60) });

function projected(log: LogBuilder): AlertDocument[] {
  return [...groupByDocument(alertsProjector, log.events).values()].map((events) => {
    const fold = foldEvents(alertsProjector, undefined, events);
    if (fold.kind !== 'changed') throw new Error(`the events fold to ${fold.kind}`);
    return fold.document;
  });
}

describe('the alerts read model', () => {
  it('has one document for each occurrence, with all that happened to it', () => {
    const [first, second] = projected(life());
    expect(first).toMatchObject({ _id: `${at(0)}/c1d2`, version: 4, position: 4, state: 'resolved', endsAt: at(30), resolvedBy: 'reported', escalatedAt: at(16), acknowledged: { at: at(17), by: 'ada', note: 'on it' } });
    expect(second).toMatchObject({ _id: `${at(60)}/c1d2`, version: 1, position: 5, state: 'firing', acknowledged: undefined, endsAt: undefined });
    expect([first, second].map((document) => document && alertsProjector.settled(document))).toEqual([true, false]);
  });

  it('gives the alert of the contract, with the labels it came with', () => {
    for (const document of projected(life())) expect(validator('Alert')(JSON.parse(JSON.stringify(toAlert(document))))).toMatchObject({ ok: true, value: { labels: { 'a.b': '$where' } } });
  });

  it('takes nothing twice, and notices what is missing', () => {
    const { events } = life();
    const occurrence = events.slice(0, 4);
    expect(foldEvents(alertsProjector, projected(life())[0], occurrence)).toEqual({ kind: 'unchanged' });
    expect(foldEvents(alertsProjector, undefined, [occurrence[0], occurrence[2]] as never)).toEqual({ kind: 'gap', have: 1, next: 3 });
    expect(() => alertsProjector.project(undefined, occurrence[3] as never)).toThrow('begins with alert.resolved at position 4');
  });

  it('reads what was written before the events said so much: an end without a place, a beginning without its time', () => {
    const { firedAt: _firedAt, ...plain } = firing(0);
    const log = new LogBuilder().append('alert.fired', STREAM, { alert: plain }).append('alert.resolved', STREAM, { alert: { ...plain, state: 'resolved' } });
    const [{ occurredAt: fired }, { occurredAt: resolved }] = log.events as unknown as [{ occurredAt: string }, { occurredAt: string }];
    expect(projected(log)).toMatchObject([{ version: 2, state: 'resolved', firedAt: fired, endsAt: resolved, resolvedAt: resolved }]);
  });

  it('gives the same bytes for the same alert, in whatever order its fields came', () => {
    const { labels, ...rest } = firing(0);
    const shuffled = Object.fromEntries([...Object.entries(rest).reverse(), ['labels', Object.fromEntries(Object.entries(labels).reverse())]]) as unknown as Alert;
    const bytes = (alert: Alert): string => JSON.stringify(projected(new LogBuilder().append('alert.fired', STREAM, { alert })));
    expect(bytes(shuffled)).toBe(bytes(firing(0)));
  });

  it('has no use for other events', () => {
    expect(new LogBuilder().append('worker.lost', STREAM, { workerId: 'w', at: at(0), attempts: 1 }).events.map((event) => alertsProjector.route(event))).toEqual([null]);
  });
});

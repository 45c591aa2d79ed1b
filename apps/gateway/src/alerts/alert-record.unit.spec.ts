import fc from 'fast-check';
import { type AlertRecord, decideAcknowledged, decideEscalated, decideForgotten, decideReported, decideSilent, LATE_REPETITION_MS, type ReportedAlert } from './alert-record';

const at = (minutes: number): string => new Date(Date.UTC(2026, 2, 1, 12) + minutes * 60_000).toISOString();

const firing = (starts: number, changes: Partial<ReportedAlert> = {}): ReportedAlert => ({ fingerprint: 'f', name: 'ServiceDown', state: 'firing', severity: 'critical', summary: 's', labels: {}, startsAt: at(starts), ...changes });
const resolved = (starts: number, ends: number): ReportedAlert => firing(starts, { state: 'resolved', endsAt: at(ends) });

/** Tells of alerts one after the other; each with the minute it arrives at. */
function told(...reports: readonly (readonly [minute: number, report: ReportedAlert])[]) {
  let state: AlertRecord | undefined;
  const log: { readonly type: string; readonly startsAt: string; readonly endsAt?: string; readonly step: number; readonly resolvedBy?: string }[] = [];
  const outcomes: string[] = [];
  for (const [minute, report] of reports) {
    const decision = decideReported(state, report, at(minute));
    outcomes.push(decision.outcome);
    for (const event of decision.events ?? []) {
      if (event.type !== 'alert.fired' && event.type !== 'alert.resolved') throw new Error(event.type);
      const { startsAt, endsAt, resolvedBy } = event.payload.alert;
      log.push({ type: event.type, startsAt, endsAt, resolvedBy, step: event.type === 'alert.resolved' ? (event.payload.step ?? 0) : 1 });
    }
    if (decision.state !== undefined) state = decision.state as AlertRecord;
  }
  return { state: state as AlertRecord, outcomes, log: log.map(({ type, startsAt, endsAt }) => `${type.slice(6)} ${startsAt.slice(11, 16)}${endsAt === undefined ? '' : `-${endsAt.slice(11, 16)}`}`), steps: log };
}

describe('what is told of an alert', () => {
  it('is news once, however often it is repeated', () => {
    const { outcomes, log, state } = told([1, firing(0)], [2, firing(0)], [10, resolved(0, 9)], [11, resolved(0, 9)]);
    expect([outcomes, log]).toEqual([['fired', 'repeated', 'resolved', 'repeated'], ['fired 12:00', 'resolved 12:00-12:09']]);
    expect(state).toMatchObject({ step: 2, alert: { state: 'resolved', firedAt: at(1), resolvedAt: at(10) } });
  });

  it('is over when its end comes before a late repetition of its beginning', () => {
    expect(told([1, firing(0)], [10, resolved(0, 9)], [11, firing(0)])).toMatchObject({ outcomes: ['fired', 'resolved', 'repeated'], state: { alert: { state: 'resolved' } } });
  });

  it('that ended before anybody told of its beginning has both', () => {
    expect(told([10, resolved(0, 9)], [11, firing(0)])).toMatchObject({ outcomes: ['resolved', 'repeated'], log: ['fired 12:00', 'resolved 12:00-12:09'], state: { step: 2 } });
  });

  it('is another occurrence when it begins again', () => {
    const { log, state } = told([1, firing(0)], [10, resolved(0, 9)], [21, firing(20)]);
    expect(log).toEqual(['fired 12:00', 'resolved 12:00-12:09', 'fired 12:20']);
    expect(state.alert.endsAt).toBeUndefined();
  });

  it('that begins again before its end was told of is over by then; the end that comes late changes nothing', () => {
    const { outcomes, log, steps } = told([1, firing(0)], [21, firing(20)], [22, resolved(0, 9)], [23, firing(0)]);
    expect([outcomes, log]).toEqual([['fired', 'fired', 'repeated', 'repeated'], ['fired 12:00', 'resolved 12:00-12:20', 'fired 12:20']]);
    expect(steps[1]).toMatchObject({ resolvedBy: 'superseded', step: 2 });
  });

  it('ends with an earlier beginning than we know: Alertmanager has heard of an earlier one since', () => {
    expect(told([6, firing(5)], [7, firing(0)], [10, resolved(0, 9)])).toMatchObject({ outcomes: ['fired', 'repeated', 'resolved'], log: ['fired 12:05', 'resolved 12:05-12:09'] });
  });

  it('holds again when Alertmanager says so long after it said it was over', () => {
    const late = 10 + LATE_REPETITION_MS / 60_000;
    const { outcomes, log } = told([1, firing(0)], [10, resolved(0, 9)], [late, firing(0)], [late + 1, firing(0)], [late + 2, firing(0)], [late + 10, resolved(0, late + 9)]);
    expect(outcomes).toEqual(['fired', 'resolved', 'repeated', 'fired', 'repeated', 'resolved']);
    expect(log.slice(2)).toEqual(['fired 12:09', `resolved 12:09-${at(late + 9).slice(11, 16)}`]);
  });

  it('from the future is refused, and an end in the future is now', () => {
    expect(told([0, firing(61)]).outcomes).toEqual(['refused']);
    expect(told([1, firing(0)], [2, resolved(0, 500)]).log).toEqual(['fired 12:00', 'resolved 12:00-12:02']);
    expect(told([1, firing(0)], [2, firing(0, { state: 'resolved' })]).log[1]).toBe('resolved 12:00-12:02');
    expect(told([10, resolved(5, 0)]).log[1]).toBe('resolved 12:05-12:05');
  });

  it('makes one beginning and one end of each occurrence, in whatever order and however often', () => {
    const report = fc.tuple(fc.integer({ min: 0, max: 5 }), fc.boolean()).map(([n, isOver]) => (isOver ? resolved(n * 10, n * 10 + 7) : firing(n * 10)));
    fc.assert(
      fc.property(fc.array(report, { maxLength: 40 }), (reports) => {
        const { steps } = told(...reports.map((one, i) => [60 + i / 10, one] as const));
        const lives = new Map<string, number[]>();
        for (const { startsAt, step } of steps) lives.set(startsAt, [...(lives.get(startsAt) ?? []), step]);
        for (const life of lives.values()) expect([[1], [1, 2]]).toContainEqual(life);
        // Only the last occurrence may hold.
        expect([...lives.values()].slice(0, -1).every((life) => life.length === 2)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe('an alert of which nobody speaks any more', () => {
  const { state } = told([1, firing(0)], [2, firing(0)], [5, firing(0)]);

  it('is over, and holds again as soon as somebody does', () => {
    expect([state.heardAt, decideSilent(state, at(5), at(20)).outcome]).toEqual([at(5), 'heard']);
    const over = decideSilent(state, at(6), at(21));
    expect(over).toMatchObject({ outcome: 'resolved', events: [{ type: 'alert.resolved', payload: { step: 2, alert: { startsAt: at(0), endsAt: at(21), resolvedBy: 'silence' } } }] });
    expect(decideSilent(over.state as AlertRecord, at(30), at(40)).outcome).toBe('heard');
    const back = decideReported(over.state as AlertRecord, firing(0), at(22));
    expect(back).toMatchObject({ outcome: 'fired', state: { step: 1, alert: { startsAt: at(21) } } });
    expect(decideReported(back.state as AlertRecord, resolved(0, 25), at(26))).toMatchObject({ outcome: 'resolved', state: { alert: { endsAt: at(25), resolvedBy: 'reported' } } });
    expect(decideSilent(undefined, at(99), at(99)).outcome).toBe('heard');
  });

  it('is heard of now and then only: not every repetition is written', () => {
    expect(decideReported(state, firing(0), at(5.1))).toEqual({ outcome: 'repeated' });
    expect(decideReported(state, firing(0), at(6))).toMatchObject({ outcome: 'repeated', state: { heardAt: at(6), step: 1 } });
  });
});

describe('an acknowledgement', () => {
  const { state } = told([1, firing(0)]);

  it('is kept with who and when, the first of an occurrence', () => {
    const first = decideAcknowledged(state, { by: 'ada', note: 'on it' }, at(3));
    expect(first).toMatchObject({ outcome: 'acknowledged', events: [{ type: 'alert.acknowledged', payload: { fingerprint: 'f', startsAt: at(0), name: 'ServiceDown', step: 2, by: 'ada', note: 'on it', at: at(3) } }] });
    expect(decideAcknowledged(first.state as AlertRecord, { by: 'bob' }, at(4))).toEqual({ outcome: 'acknowledged' });
  });

  it('is for what holds', () => {
    expect(decideAcknowledged(undefined, { by: 'ada' }, at(1))).toEqual({ outcome: 'unknown' });
    expect(decideAcknowledged(told([1, firing(0)], [3, resolved(0, 2)]).state, { by: 'ada' }, at(4))).toEqual({ outcome: 'resolved' });
  });

  it('ends with its occurrence', () => {
    const acknowledged = decideAcknowledged(state, { by: 'ada' }, at(3)).state as AlertRecord;
    const over = decideReported(acknowledged, resolved(0, 9), at(10));
    expect(over).toMatchObject({ state: { alert: { acknowledged: { by: 'ada' } } }, events: [{ payload: { step: 3 } }] });
    expect((decideReported(over.state as AlertRecord, firing(20), at(21)).state as AlertRecord).alert.acknowledged).toBeUndefined();
  });
});

describe('an escalation', () => {
  const after = 15 * 60_000;
  const escalated = (report: ReportedAlert, minute: number) => decideEscalated(told([1, report]).state, after, at(minute)).outcome;

  it('is due when nobody has acknowledged a critical alert in time, once', () => {
    expect([escalated(firing(0), 15), escalated(firing(0), 16)]).toEqual(['not_due', 'escalated']);
    const first = decideEscalated(told([1, firing(0)]).state, after, at(17));
    expect(first).toMatchObject({ events: [{ type: 'alert.escalated', payload: { step: 2, unacknowledgedSeconds: 960 } }], state: { alert: { escalatedAt: at(17) } } });
    expect(decideEscalated(first.state as AlertRecord, after, at(60)).outcome).toBe('not_due');
  });

  it('is for no other alert', () => {
    expect(escalated(firing(0, { severity: 'warning' }), 60)).toBe('not_due');
    expect(escalated(firing(0, { name: 'AlertUnacknowledged' }), 60)).toBe('not_due');
    const { state } = told([1, firing(0)]);
    expect(decideEscalated(decideAcknowledged(state, { by: 'ada' }, at(2)).state as AlertRecord, after, at(60)).outcome).toBe('not_due');
    expect(decideEscalated(told([1, firing(0)], [3, resolved(0, 2)]).state, after, at(60)).outcome).toBe('not_due');
    expect(decideEscalated(undefined, after, at(60)).outcome).toBe('not_due');
  });
});

it('is forgotten when it ended long ago, and no sooner', () => {
  const over = told([1, firing(0)], [3, resolved(0, 2)]).state;
  expect([decideForgotten(over, at(3)).outcome, decideForgotten(over, at(4))]).toEqual(['kept', { state: 'deleted', outcome: 'forgotten' }]);
  expect([decideForgotten(told([1, firing(0)]).state, at(99)).outcome, decideForgotten(undefined, at(99)).outcome]).toEqual(['kept', 'kept']);
});

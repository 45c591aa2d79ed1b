import type { PayloadOf, Schedule } from '#contracts';
import { foldEvents, type ScheduleDocument, toSchedule } from '#read-model';
import { idOf, LogBuilder } from '../../log.builder';
import { schedulesProjector } from './schedules.projector';

const ID = idOf(0x5c8, 1);
const about = { scheduleId: ID, name: 'nightly' };
const schedule: Schedule = {
  id: ID, name: 'nightly', tenantId: 'default', cron: '0 6 * * *', timeZone: 'Europe/Berlin', job: { type: 'report.daily', payload: { $where: 'x', 'a.b': { _bsontype: 'ObjectId' } } },
  catchUp: 'once', catchUpLimit: 10, overlap: 'allow', status: 'active', createdAt: '2026-01-01T00:00:01.000Z', updatedAt: '2026-01-01T00:00:01.000Z', nextAt: '2026-01-01T05:00:00.000Z', fired: 0, skipped: 0,
};
const fired: PayloadOf['schedule.fired'] = { ...about, tick: '2026-01-01T05:00:00.000Z', trigger: 'cron', jobId: idOf(0x10b, 1), firedAt: '2026-01-01T05:00:00.004Z', status: 'active', nextAt: '2026-01-02T05:00:00.000Z' };

const made = (): LogBuilder => new LogBuilder().append('schedule.created', ID, { ...about, schedule });

function projected(log: LogBuilder): ScheduleDocument {
  const fold = foldEvents(schedulesProjector, undefined, log.events);
  if (fold.kind !== 'changed') throw new Error(`the events fold to ${fold.kind}`);
  return fold.document;
}

describe('the schedules read model', () => {
  it('shows a schedule as the gateway does, whatever payload its job has', () => {
    expect(JSON.parse(JSON.stringify(toSchedule(projected(made()))))).toEqual(schedule);
  });

  it('follows its ticks, its pauses and its changes', () => {
    const log = made().append('schedule.fired', ID, fired).append('schedule.paused', ID, { ...about, pausedAt: '2026-01-01T06:00:00.000Z', by: 'ada', reason: 'quiet' });
    expect(toSchedule(projected(log))).toMatchObject({ status: 'paused', fired: 1, lastTick: fired.tick, lastFiring: { jobId: fired.jobId }, pausedBy: 'ada', nextAt: undefined });
    log.append('schedule.resumed', ID, { ...about, resumedAt: '2026-01-01T07:00:00.000Z', by: 'ada', status: 'active', nextAt: '2026-01-02T05:00:00.000Z' });
    log.append('schedule.skipped', ID, { ...about, from: '2026-01-02T05:00:00.000Z', tick: '2026-01-03T05:00:00.000Z', count: 2, reason: 'missed', skippedAt: '2026-01-03T06:00:00.000Z', status: 'active', nextAt: '2026-01-04T05:00:00.000Z' });
    expect(toSchedule(projected(log))).toMatchObject({ status: 'active', fired: 1, skipped: 2, pausedBy: undefined, lastSkip: { reason: 'missed', count: 2 }, nextAt: '2026-01-04T05:00:00.000Z' });
    log.append('schedule.updated', ID, { ...about, schedule: { ...schedule, cron: '0 7 * * *', fired: 1, skipped: 2 } });
    expect(projected(log)).toMatchObject({ cron: '0 7 * * *', version: 6, position: 6 });
  });

  it('keeps a deleted schedule as it was last, marked', () => {
    const document = projected(made().append('schedule.deleted', ID, { ...about, deletedAt: '2026-01-01T00:00:02.000Z', by: 'ada' }));
    expect(document).toMatchObject({ _id: ID, name: 'nightly', cron: '0 6 * * *', version: 2, deletedAt: '2026-01-01T00:00:02.000Z' });
    expect(schedulesProjector.settled(document)).toBe(true);
  });

  it('gives the same bytes for the same schedule, in whatever order its fields came', () => {
    const shuffled = Object.fromEntries(Object.entries(schedule).reverse()) as unknown as Schedule;
    expect(JSON.stringify(projected(new LogBuilder().append('schedule.created', ID, { ...about, schedule: shuffled })))).toBe(JSON.stringify(projected(made())));
  });

  it('has no use for other events, and refuses a schedule whose first event is missing', () => {
    const log = new LogBuilder().append('worker.lost', ID, { workerId: 'w', at: '2026-01-01T00:00:00.000Z', attempts: 1 }).append('schedule.fired', idOf(0x5c8, 2), fired);
    expect(log.events.map((event) => schedulesProjector.route(event))).toEqual([null, idOf(0x5c8, 2)]);
    expect(() => schedulesProjector.project(undefined, log.events[1] as never)).toThrow('begins with schedule.fired at position 2');
  });
});

import { type Alert, type AlertHistoryResponse, type AlertListResponse, type OverviewResponse, type Problem, validator } from '#contracts';
import type { Service } from '#http';
import { type AlertDocument, ALERTS, ReadModelStore, toAlertDocument } from '#read-model';
import { freshMongo } from '#testing';
import { Shelf, startObservatory } from '../observatory.harness';

jest.setTimeout(30_000);

const at = (minutes: number): string => new Date(Date.UTC(2026, 2, 1, 12) + minutes * 60_000).toISOString();

const alert = (fingerprint: string, starts: number, changes: Partial<Alert> = {}): Alert => ({
  fingerprint, name: 'ServiceDown', state: 'firing', severity: 'critical', category: 'availability', summary: 's', startsAt: at(starts), firedAt: at(starts + 1), labels: { alertname: 'ServiceDown', 'a.b': '$where' }, ...changes,
});

const ALL = [
  alert('f1', 0, { state: 'resolved', endsAt: at(5), resolvedAt: at(6), resolvedBy: 'reported', acknowledged: { at: at(2), by: 'ada', note: 'on it' } }),
  alert('f2', 10, { severity: 'warning', category: 'jobs' }),
  alert('f3', 20, { severity: 'info', category: 'capacity', state: 'resolved', endsAt: at(21), resolvedAt: at(22), resolvedBy: 'silence' }),
  alert('f1', 30, { escalatedAt: at(50) }),
  alert('f4', 30),
];

describe('alerts', () => {
  let store: ReadModelStore;
  let service: Service;

  beforeAll(async () => {
    const mongo = await freshMongo();
    store = new ReadModelStore({ ...mongo, name: 'spec' }).open();
    const shelf = new Shelf(store);
    await shelf.build();
    await store.documents<AlertDocument>(shelf.collection(ALERTS)).insertMany(ALL.map((one, i) => toAlertDocument(one, { version: 1, position: i + 1 })));
    await shelf.count({ alerts: { critical: 2, warning: 1, info: 0 }, version: 5, position: 5 });
    await shelf.reach(5);
    service = await startObservatory(mongo);
  });
  afterAll(async () => {
    await service.stop();
    await store.close();
  });

  async function ask<T>(schema: 'AlertListResponse' | 'AlertHistoryResponse' | 'OverviewResponse', url: string): Promise<T> {
    const answer = await service.app.inject({ method: 'GET', url });
    expect([answer.statusCode, validator(schema)(answer.json())]).toEqual([200, { ok: true, value: answer.json<unknown>() }]);
    expect(answer.headers['x-position']).toBe('5');
    return answer.json<T>();
  }
  const list = (query = ''): Promise<AlertListResponse> => ask('AlertListResponse', `/v1/alerts${query}`);
  const names = ({ items }: { items: readonly Alert[] }): string[] => items.map(({ fingerprint, startsAt }) => `${fingerprint} ${startsAt.slice(14, 16)}`);

  it('are listed, the latest first, as they came', async () => {
    const page = await list();
    expect(names(page)).toEqual(['f4 30', 'f1 30', 'f3 20', 'f2 10', 'f1 00']);
    expect(page.items).toEqual([...ALL].sort((a, b) => (`${b.startsAt}${b.fingerprint}` > `${a.startsAt}${a.fingerprint}` ? 1 : -1)));
    expect(page.freshness).toMatchObject({ position: 5, projection: 'alerts@1' });
  });

  it.each([
    ['?state=firing', ['f4 30', 'f1 30', 'f2 10']],
    ['?state=resolved', ['f3 20', 'f1 00']],
    ['?severity=critical&state=firing', ['f4 30', 'f1 30']],
    ['?category=jobs', ['f2 10']],
    ['?category=nothing', []],
  ])('are found by %s', async (query, expected) => {
    expect(names(await list(query))).toEqual(expected);
  });

  it('come page by page, those that began at one instant too', async () => {
    const seen: string[] = [];
    for (let cursor = ''; ; ) {
      const page = await list(`?limit=1${cursor}`);
      seen.push(...names(page));
      if (page.nextCursor === undefined) break;
      cursor = `&cursor=${page.nextCursor}`;
    }
    expect(seen).toEqual(['f4 30', 'f1 30', 'f3 20', 'f2 10', 'f1 00']);
  });

  it('have a history each', async () => {
    const history = await ask<AlertHistoryResponse>('AlertHistoryResponse', '/v1/alerts/f1');
    expect([history.fingerprint, names(history)]).toEqual(['f1', ['f1 30', 'f1 00']]);
    expect(history.items[1]).toMatchObject({ acknowledged: { by: 'ada', note: 'on it' }, resolvedBy: 'reported' });
    const first = await ask<AlertHistoryResponse>('AlertHistoryResponse', '/v1/alerts/f1?limit=1');
    expect(names(await ask<AlertHistoryResponse>('AlertHistoryResponse', `/v1/alerts/f1?limit=1&cursor=${first.nextCursor}`))).toEqual(['f1 00']);
  });

  it('are counted in the overview while they hold', async () => {
    expect((await ask<OverviewResponse>('OverviewResponse', '/v1/overview')).alerts).toEqual({ critical: 2, warning: 1, info: 0 });
  });

  it.each([
    ['/v1/alerts?state=pending', 400, 'validation_failed'],
    ['/v1/alerts?severity=page', 400, 'validation_failed'],
    ['/v1/alerts?limit=0', 400, 'validation_failed'],
    ['/v1/alerts?x=1', 400, 'validation_failed'],
    ['/v1/alerts?cursor=MTox', 400, 'invalid_cursor'],
    [`/v1/alerts?cursor=${Buffer.from('a1:{"$gt":""}').toString('base64url')}`, 400, 'invalid_cursor'],
    ['/v1/alerts/f1?state=firing', 400, 'validation_failed'],
    ['/v1/alerts/$gt', 400, 'validation_failed'],
    ['/v1/alerts/f9', 404, 'not_found'],
  ])('%s is refused', async (url, status, code) => {
    const answer = await service.app.inject({ method: 'GET', url });
    expect([answer.statusCode, answer.json<Problem>().code]).toEqual([status, code]);
  });
});

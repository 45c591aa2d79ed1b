import { randomBytes } from 'node:crypto';
import { type AlertResponse, type AlertWebhookResponse, parseEnvelope, type Problem, type SchemaName, validator, type WebhookAlert } from '#contracts';
import { eventually, faultProxy } from '#testing';
import { freshStores, TestGateway } from '../gateway.builder';

jest.setTimeout(90_000);

const TOKEN = 'a-token-of-sixteen-letters';
const started: TestGateway[] = [];

async function gateway(stores: Awaited<ReturnType<typeof freshStores>>, variables: Record<string, string> = {}): Promise<TestGateway> {
  const one = await TestGateway.start(stores, variables);
  started.push(one);
  await eventually(() => one.isReady, { message: 'the gateway is ready' });
  return one;
}

const leave = async (one: TestGateway): Promise<void> => {
  started.splice(started.indexOf(one), 1);
  await one.stop();
};

const newFingerprint = (): string => randomBytes(8).toString('hex');
const ago = (seconds: number): string => new Date(Date.now() - seconds * 1_000).toISOString();

function alert(fingerprint: string, startsAt: string, changes: Partial<WebhookAlert> & { severity?: string } = {}): WebhookAlert {
  const { severity = 'critical', ...rest } = changes;
  return { status: 'firing', labels: { alertname: 'ServiceDown', severity, category: 'availability', service: 'worker' }, annotations: { summary: 'A worker does not answer.' }, startsAt, endsAt: '0001-01-01T00:00:00Z', fingerprint, ...rest };
}

const over = (fingerprint: string, startsAt: string, endsAt = ago(0)): WebhookAlert => alert(fingerprint, startsAt, { status: 'resolved', endsAt });

/** As Alertmanager sends it, with fields that nobody told us about. */
const body = (...alerts: WebhookAlert[]) => ({ version: '4', receiver: 'observatory', status: 'firing', groupKey: '{}:{}', truncatedAlerts: 0, groupLabels: {}, commonLabels: {}, commonAnnotations: {}, externalURL: 'http://am', alerts: alerts.map((one) => ({ ...one, soonToCome: 1 })), notificationReason: 'new' });

async function answer<T>(response: Response, schema: SchemaName, status = 200): Promise<T> {
  const value: unknown = await response.json();
  expect([response.status, value]).toEqual([status, value]);
  expect(validator(schema)(value)).toMatchObject({ ok: true });
  return value as T;
}

const post = async (to: TestGateway, ...alerts: WebhookAlert[]): Promise<AlertWebhookResponse> => answer(await to.post('/v1/alerts/webhook', body(...alerts)), 'AlertWebhookResponse');

/** Of one alert, in log order; each line a valid envelope. */
async function lifeOf(one: TestGateway, fingerprint: string): Promise<string[]> {
  const lines = (await one.log()).filter(({ payload }) => (payload.fingerprint ?? (payload.alert as { fingerprint?: string } | undefined)?.fingerprint) === fingerprint);
  for (const line of lines) expect(parseEnvelope(JSON.stringify(line))).toMatchObject({ ok: true });
  expect(lines.map(({ stream }) => stream.version)).toEqual(lines.map((_, i) => i + 1));
  return lines.map(({ eventType }) => eventType.slice(6));
}

const metric = async (one: TestGateway, name: string, label = ''): Promise<number> =>
  Number((await (await one.request('GET', '/metrics')).text()).split('\n').find((line) => line.startsWith(`${name}{`) && line.includes(label))?.split(' ').at(-1));

afterAll(async () => {
  for (const one of started) await one.stop();
});

describe('alerts that Alertmanager posts', () => {
  let one: TestGateway;
  let two: TestGateway;
  beforeAll(async () => {
    const stores = await freshStores();
    one = await gateway(stores);
    two = await gateway(stores);
  });

  it('are in the log once when the answer comes, and once again when they are over', async () => {
    const [fingerprint, startsAt] = [newFingerprint(), ago(30)];
    expect(await post(one, alert(fingerprint, startsAt))).toMatchObject({ fired: 1, repeated: 0, resolved: 0, refused: 0 });
    expect(await lifeOf(one, fingerprint)).toEqual(['fired']);
    expect(await post(two, alert(fingerprint, startsAt))).toMatchObject({ fired: 0, repeated: 1 });
    expect(await post(two, over(fingerprint, startsAt))).toMatchObject({ resolved: 1 });
    expect(await post(one, over(fingerprint, startsAt), alert(fingerprint, startsAt))).toMatchObject({ repeated: 2 });
    expect(await lifeOf(two, fingerprint)).toEqual(['fired', 'resolved']);
    const [fired] = (await one.log()).filter(({ eventType }) => eventType === 'alert.fired');
    expect(fired?.payload.alert).toMatchObject({ fingerprint, name: 'ServiceDown', state: 'firing', severity: 'critical', category: 'availability', service: 'worker', startsAt, firedAt: fired?.occurredAt });
  });

  it('some hundred of them in any order, again and again, through two gateways: one beginning and one end each', async () => {
    const alerts = Array.from({ length: 300 }, () => ({ fingerprint: newFingerprint(), startsAt: ago(60) }));
    const firing = alerts.map(({ fingerprint, startsAt }) => alert(fingerprint, startsAt, { severity: 'warning' }));
    const ended = alerts.map(({ fingerprint, startsAt }) => ({ ...over(fingerprint, startsAt), labels: firing[0]?.labels ?? {} }));
    const before = (await one.log()).length;
    const answers = await Promise.all([post(one, ...firing), post(two, ...[...firing].reverse()), post(two, ...ended.slice(0, 150)), post(one, ...firing), post(two, ...ended), post(one, ...ended)]);
    const sum = (of: 'fired' | 'resolved' | 'repeated'): number => answers.reduce((total, counts) => total + counts[of], 0);
    // One that was over before its beginning was told of counts as over only.
    expect(sum('resolved')).toBe(300);
    const news = (await two.log()).slice(before);
    const lives = new Map<string, string[]>();
    for (const { eventType, payload } of news) {
      const { fingerprint } = payload.alert as { fingerprint: string };
      lives.set(fingerprint, [...(lives.get(fingerprint) ?? []), eventType]);
    }
    expect(lives.size).toBe(300);
    for (const life of lives.values()) expect(life).toEqual(['alert.fired', 'alert.resolved']);
    expect(await metric(one, 'observatory_alerts_received_total', 'outcome="repeated"')).toBeGreaterThan(0);
  });

  it('that stand twice in one body are told of once', async () => {
    const [fingerprint, startsAt] = [newFingerprint(), ago(30)];
    expect(await post(one, alert(fingerprint, startsAt), alert(fingerprint, startsAt), over(fingerprint, startsAt))).toMatchObject({ repeated: 1, refused: 0 });
    expect(await lifeOf(one, fingerprint)).toEqual(['fired', 'resolved']);
  });

  it('that cannot be taken keep no other from being taken', async () => {
    const [fingerprint, startsAt] = [newFingerprint(), ago(30)];
    const nameless = { ...alert(newFingerprint(), startsAt), labels: { severity: 'critical' } };
    expect(await post(one, nameless, alert(newFingerprint(), ago(-7_200)), alert(fingerprint, startsAt, { labels: { alertname: 'Odd', note: '\u0000\ud800 <b>', severity: 'page' } }))).toMatchObject({ fired: 1, refused: 2 });
    expect(await lifeOf(one, fingerprint)).toEqual(['fired']);
    expect(await post(one)).toMatchObject({ fired: 0, repeated: 0, resolved: 0, refused: 0 });
  });

  it.each<[string, unknown, number, string]>([
    ['no webhook', {}, 400, 'validation_failed'],
    ['of another version', { version: '3', alerts: [] }, 400, 'validation_failed'],
    ['with a label that is no text', { version: '4', alerts: [{ ...alert('f', '2026-01-01T00:00:00Z'), labels: { alertname: 7 } }] }, 400, 'validation_failed'],
    ['with too many alerts', { version: '4', alerts: Array.from({ length: 1_001 }, () => alert('f', '2026-01-01T00:00:00Z')) }, 400, 'validation_failed'],
    ['that is no JSON', '{', 400, 'malformed_json'],
    ['that sets a prototype', '{"version":"4","alerts":[],"__proto__":{"a":1}}', 400, 'malformed_json'],
    ['that is too large', JSON.stringify({ version: '4', alerts: [], groupKey: 'x'.repeat(4 * 1024 * 1024) }), 413, 'payload_too_large'],
  ])('a body %s is refused', async (_what, posted, status, code) => {
    expect(await answer<Problem>(await one.post('/v1/alerts/webhook', posted), 'Problem', status)).toMatchObject({ code });
  });

  it('can be acknowledged, by the first one who does, while they hold', async () => {
    const [fingerprint, startsAt] = [newFingerprint(), ago(30)];
    const acknowledge = (to: TestGateway, by: object) => to.post(`/v1/alerts/${fingerprint}/acknowledge`, by);
    expect(await answer(await acknowledge(one, { by: 'ada' }), 'Problem', 404)).toMatchObject({ code: 'not_found' });
    await post(one, alert(fingerprint, startsAt));
    await eventually(async () => expect(Math.max(await metric(one, 'observatory_alert_unacknowledged_seconds'), await metric(two, 'observatory_alert_unacknowledged_seconds'))).toBeGreaterThan(0), { timeoutMs: 12_000, message: 'the age of the alert is told' });
    const answers = await Promise.all([acknowledge(one, { by: 'ada', note: 'on it' }), acknowledge(two, { by: 'bob' })]);
    const [first, second] = await Promise.all(answers.map((one) => answer<AlertResponse>(one, 'AlertResponse')));
    expect(first?.alert.acknowledged).toEqual(second?.alert.acknowledged);
    expect(await answer<AlertResponse>(await acknowledge(two, {}), 'AlertResponse')).toMatchObject({ alert: { acknowledged: first?.alert.acknowledged } });
    await post(two, over(fingerprint, startsAt));
    expect(await answer(await acknowledge(one, { by: 'ada' }), 'Problem', 409)).toMatchObject({ code: 'alert_resolved' });
    expect(await lifeOf(one, fingerprint)).toEqual(['fired', 'acknowledged', 'resolved']);
    expect(await answer(await one.post('/v1/alerts/..%2fx/acknowledge', {}), 'Problem', 400)).toMatchObject({ code: 'validation_failed' });
  });
});

it('a critical alert that nobody acknowledges is escalated once, whatever gateways come and go', async () => {
  const stores = await freshStores();
  const soon = { GATEWAY_ALERT_ACKNOWLEDGE_MINUTES: '0' };
  const [one, two] = [await gateway(stores, soon), await gateway(stores, soon)];
  const [critical, warning, startsAt] = [newFingerprint(), newFingerprint(), ago(30)];
  await post(one, alert(critical, startsAt), alert(warning, startsAt, { severity: 'warning' }));
  await eventually(async () => expect(await lifeOf(one, critical)).toEqual(['fired', 'escalated']), { timeoutMs: 12_000, message: 'it is escalated' });
  await leave(one);
  const three = await gateway(stores, soon);
  const later = newFingerprint();
  await post(three, alert(later, startsAt));
  await eventually(async () => expect(await lifeOf(two, later)).toEqual(['fired', 'escalated']), { timeoutMs: 20_000, message: 'the next leader escalates' });
  expect(await answer<AlertResponse>(await two.post(`/v1/alerts/${critical}/acknowledge`, { by: 'ada' }), 'AlertResponse')).toMatchObject({ alert: { acknowledged: { by: 'ada' } } });
  expect([await lifeOf(two, critical), await lifeOf(two, warning)]).toEqual([['fired', 'escalated', 'acknowledged'], ['fired']]);
});

it('an alert of which nobody speaks any more is over, until somebody does', async () => {
  const one = await gateway(await freshStores(), { GATEWAY_ALERT_SILENCE_MINUTES: '0.01' });
  const [fingerprint, startsAt] = [newFingerprint(), ago(30)];
  await post(one, alert(fingerprint, startsAt));
  await eventually(
    async () => {
      // News of another alert makes the leader look.
      await post(one, alert(newFingerprint(), startsAt));
      expect(await lifeOf(one, fingerprint)).toEqual(['fired', 'resolved']);
    },
    { timeoutMs: 12_000, intervalMs: 300, message: 'it is over' },
  );
  expect(await post(one, alert(fingerprint, startsAt))).toMatchObject({ fired: 1 });
  expect((await lifeOf(one, fingerprint)).slice(0, 3)).toEqual(['fired', 'resolved', 'fired']);
});

it('nothing is answered well that was not committed: without the store it is 503, and the repetition is taken', async () => {
  const stores = await freshStores();
  const proxy = await faultProxy(stores.DATABASE_URL);
  const one = await gateway({ ...stores, DATABASE_URL: proxy.url });
  try {
    const alerts = Array.from({ length: 20 }, () => alert(newFingerprint(), ago(30)));
    proxy.refuse();
    const refused = await one.post('/v1/alerts/webhook', body(...alerts));
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await answer<Problem>(refused, 'Problem', 503)).toMatchObject({ code: 'store_unavailable' });
    proxy.heal();
    await eventually(() => one.isReady, { message: 'the gateway is ready again', timeoutMs: 15_000 });
    const cutMeanwhile = one.post('/v1/alerts/webhook', body(...alerts));
    proxy.cut();
    const status = (await cutMeanwhile).status;
    expect([200, 503]).toContain(status);
    await eventually(async () => expect((await one.post('/v1/alerts/webhook', body(...alerts))).status).toBe(200), { message: 'Alertmanager has tried again', timeoutMs: 15_000 });
    expect((await one.log()).map(({ eventType }) => eventType)).toEqual(alerts.map(() => 'alert.fired'));
  } finally {
    proxy.heal();
    await leave(one);
    await proxy.close();
  }
});

it('with a token, nobody else may post', async () => {
  const one = await gateway(await freshStores(), { GATEWAY_ALERT_WEBHOOK_TOKEN: TOKEN, GATEWAY_ROLES: 'http' });
  const posted = (headers?: Record<string, string>): Promise<Response> => one.post('/v1/alerts/webhook', body(), headers);
  const refused = await posted();
  expect(refused.headers.get('www-authenticate')).toBe('Bearer');
  expect(await answer<Problem>(refused, 'Problem', 401)).toMatchObject({ code: 'unauthorized' });
  expect((await posted({ authorization: `Bearer ${TOKEN}x` })).status).toBe(401);
  expect((await one.post('/v1/alerts/webhook', 'x'.repeat(5 * 1024 * 1024))).status).toBe(401);
  expect((await posted({ authorization: `Bearer ${TOKEN}` })).status).toBe(200);
});

import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Alert, AlertHistoryResponse, AlertListResponse, AlertResponse, OverviewResponse } from '#contracts';
import { eventually } from '#testing';
import { fetch } from '../deploy/native/keyed-fetch';
import { Client } from './system/client';
import { Monitoring } from './system/monitoring';
import { freshStores } from './system/stores';
import { System } from './system/system';

const TOKEN = 'the-token-of-this-webhook';
const RULES = `
groups:
  - name: trouble
    rules:
      - alert: TroubleAtHand
        expr: trouble > 0
        labels: { severity: critical, category: jobs, service: "{{ $labels.part }}" }
        annotations: { summary: "There is trouble with {{ $labels.part }}.", runbook_url: docs/alerts.md }
`;

describe('an alert of a real Prometheus, told by a real Alertmanager', () => {
  let system: System;
  let monitoring: Monitoring;
  let target: Server;
  let trouble = 1;

  beforeAll(async () => {
    target = createServer((_request, response) => response.setHeader('content-type', 'text/plain').end(`trouble{part="mill"} ${trouble}\n`)).listen(0, '127.0.0.1');
    await once(target, 'listening');
    system = await System.start({ stores: await freshStores(), count: { worker: 0 }, env: { gateway: { GATEWAY_ALERT_WEBHOOK_TOKEN: TOKEN } } });
    monitoring = await Monitoring.start({ rules: RULES, target: `127.0.0.1:${(target.address() as AddressInfo).port}`, webhook: `${system.one('gateway').url}/v1/alerts/webhook`, token: TOKEN });
  }, 90_000);

  afterAll(async () => {
    await monitoring?.stop();
    await system?.stop();
    target.close();
  }, 60_000);

  it('is seen in the observatory, acknowledged there for all to see, and over when its cause is', async () => {
    const client = Client.of(system);
    const alerts = async (query: string): Promise<Alert[]> => (await client.observe<AlertListResponse>(`/v1/alerts?${query}`)).items;
    const [fired] = await eventually(
      async () => {
        const found = await alerts('state=firing&severity=critical&category=jobs');
        expect(found).toHaveLength(1);
        return found;
      },
      { timeoutMs: 20_000, message: 'the alert is in the observatory' },
    );
    expect(fired).toMatchObject({ name: 'TroubleAtHand', severity: 'critical', category: 'jobs', service: 'mill', summary: 'There is trouble with mill.', runbookUrl: 'docs/alerts.md', labels: { alertname: 'TroubleAtHand', part: 'mill' } });
    expect((await client.observe<OverviewResponse>('/v1/overview')).alerts).toEqual({ critical: 1, warning: 0, info: 0 });

    const path = `/v1/alerts/${fired?.fingerprint}`;
    const acknowledged = await fetch(`${system.one('gateway').url}${path}/acknowledge`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"by":"ada","note":"on it"}' });
    const { position } = (await acknowledged.json()) as AlertResponse;
    expect((await client.observe<AlertHistoryResponse>(`${path}?atLeast=${position}`)).items).toMatchObject([{ state: 'firing', acknowledged: { by: 'ada', note: 'on it' } }]);

    trouble = 0;
    await eventually(async () => expect(await alerts('state=resolved')).toMatchObject([{ fingerprint: fired?.fingerprint, startsAt: fired?.startsAt, resolvedBy: 'reported', acknowledged: { by: 'ada' } }]), { timeoutMs: 20_000, message: 'the alert is over' });
    expect((await client.observe<OverviewResponse>('/v1/overview')).alerts).toEqual({ critical: 0, warning: 0, info: 0 });
    // Alertmanager has repeated it meanwhile; the log has each thing once.
    expect((await client.log()).map(({ eventType }) => eventType).filter((eventType) => eventType.startsWith('alert.'))).toEqual(['alert.fired', 'alert.acknowledged', 'alert.resolved']);
    expect(await system.rebuild(['--prove'])).toMatchObject({ differences: 0 });
  }, 60_000);
});

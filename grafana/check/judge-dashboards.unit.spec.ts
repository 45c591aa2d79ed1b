import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { faultsOf, judgeDashboards } from './judge-dashboards';
import { PLANTED_DEAD } from './planted';
import { GRAFANA_NOT_RUN, reportText } from './report';
import type { Timeline } from './timeline';

const at = (seconds: number) => 1_800_000_000_000 + seconds * 1_000;
const timeline: Timeline = { calm: { from: at(0), to: at(20) }, caused: { load: { from: at(20), to: at(40) } }, until: at(60) };

/** Answers as Prometheus does to a range query: what the test says for the expression. */
function prometheus(answer: (query: string) => { status: number; body: object }): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { status, body } = answer(new URLSearchParams(Buffer.concat(chunks).toString()).get('query') ?? '');
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  }).listen(0, '127.0.0.1');
  return once(server, 'listening').then(() => ({ server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }));
}

const matrix = (...values: number[]) => ({ status: 200, body: { status: 'success', data: { result: [{ metric: {}, values: values.map((value, index) => [at(index * 5) / 1_000, String(value)]) }] } } });

async function judged(answer: Parameters<typeof prometheus>[0]) {
  const { server, url } = await prometheus(answer);
  try {
    return await judgeDashboards({ prometheusUrl: url, timeline, dashboards: [PLANTED_DEAD] });
  } finally {
    server.close();
  }
}

describe('the dashboards are judged', () => {
  it('dead where a planted counter stays at zero from boot to end', async () => {
    const verdicts = await judged(() => matrix(0, 0, 0, 0, 0, 0, 0, 0, 0));
    expect(verdicts.map(({ finding }) => finding.kind)).toEqual(['dead', 'dead', 'dead']);
    expect(faultsOf(verdicts)).toHaveLength(3);
    expect(reportText(verdicts, [GRAFANA_NOT_RUN])).toContain('3 panels, 3 queries: 0 moved, 3 did not (3 panels)\nGrafana itself not run');
  });

  it('moved where the load shows, with their variables filled in', async () => {
    const asked: string[] = [];
    const verdicts = await judged((query) => {
      asked.push(query);
      return matrix(0, 0, 0, 0, 0, 5, 9);
    });
    expect(faultsOf(verdicts)).toEqual([]);
    expect(asked).toContain('sum(rate(observatory_planted_dead_total[20s]))');
  });

  it('refused where Prometheus says so, in its words', async () => {
    const [first] = await judged(() => ({ status: 400, body: { status: 'error', error: 'parse error' } }));
    expect(first?.finding).toEqual({ kind: 'refused', why: 'parse error' });
  });
});

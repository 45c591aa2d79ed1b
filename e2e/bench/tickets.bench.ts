import { createHash } from 'node:crypto';
import { Agent, request as httpRequest } from 'node:http';
import { authorizationFor, fetch } from '../../deploy/native/keyed-fetch';
import { atRate } from '../system/at-rate';
import { percentile, round, type Bench } from './bench';

const BODY = JSON.stringify({ type: 'simulate.work', payload: { durationMs: 0 } });
const PER_SECOND = 1_000;

/**
 * Jobs submitted with a ticket each, a thousand a second whether or not earlier ones were answered. `verifyP95Ms` is what the gateway measures: until it is known that the
 * ticket is good and was not seen before. `submitP95Ms` is the whole submission as its sender sees it, with the commit that uses the ticket up. Then each of some is shown again: `replayP95Ms`.
 */
export const tickets: Bench = {
  name: 'tickets',
  about: `submissions with a ticket, ${PER_SECOND} a second`,
  async run({ system, progress, n }) {
    const jobs = n ?? 20_000;
    const running = await system({ count: { worker: 0, aggregator: 0, observatory: 0 } });
    const { url } = running.one('gateway');
    const agent = new Agent({ keepAlive: true, maxSockets: 64 });
    const post = (path: string, body: string, headers: Record<string, string> = {}) => send(agent, `${url}${path}`, body, headers);
    const wanted = JSON.stringify({ method: 'POST', path: '/v1/jobs', bodySha256: createHash('sha256').update(BODY).digest('hex') });
    const made: string[] = [];
    progress(0, `making ${jobs} tickets`);
    const maker = async (): Promise<void> => {
      while (made.length < jobs) made.push((JSON.parse((await post('/v1/tickets', wanted)).text) as { ticket: string }).ticket);
    };
    await Promise.all(Array.from({ length: 32 }, maker));
    const show = async (index: number, expected: number, into: number[]): Promise<void> => {
      const startedAt = performance.now();
      const { status, text } = await post('/v1/jobs', BODY, { authorization: `Ticket ${made[index] ?? ''}` });
      if (status !== expected) throw new Error(`a ticket was answered ${status}: ${text}`);
      into.push(performance.now() - startedAt);
    };
    progress(0.4, `using ${jobs} tickets`);
    const [submits, replays]: [number[], number[]] = [[], []];
    await atRate(PER_SECOND, jobs, (index) => show(index, 202, submits));
    const buckets = await verificationBuckets(url);
    progress(0.9, 'showing some of them again');
    await atRate(PER_SECOND, Math.min(jobs, 2_000), (index) => show(index, 409, replays));
    agent.destroy();
    return {
      n: jobs,
      verifyP95Ms: quantile(buckets, 0.95),
      submitP50Ms: round(percentile(submits, 0.5)),
      submitP95Ms: round(percentile(submits, 0.95)),
      submitP99Ms: round(percentile(submits, 0.99)),
      replayP95Ms: round(percentile(replays, 0.95)),
    };
  },
};

function send(agent: Agent, url: string, body: string, headers: Record<string, string>): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { agent, method: 'POST', headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...authorizationFor(url), ...headers } }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
    });
    request.on('error', reject).end(body);
  });
}

/** Upper bounds in seconds with the count of all below, as the gateway tells them. */
async function verificationBuckets(url: string): Promise<[number, number][]> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const lines = text.matchAll(/^observatory_ticket_verification_seconds_bucket\{([^}]*)\} (\d+)/gm);
  return [...lines].map(([, labels = '', count]) => [Number(/le="([^"]+)"/.exec(labels)?.[1]?.replace('+Inf', 'Infinity')), Number(count)]);
}

/** The bound of the bucket that has it: the true value is at most that. In milliseconds. */
function quantile(buckets: readonly [number, number][], fraction: number): number {
  const all = buckets.at(-1)?.[1] ?? 0;
  return round((buckets.find(([, count]) => count >= all * fraction)?.[0] ?? Number.NaN) * 1_000, 3);
}

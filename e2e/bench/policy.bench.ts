import type { PolicyRule } from '#contracts';
import { compilePack, type CompiledPack, type PolicyInput } from '#governance';
import { percentile, round, type Bench } from './bench';

const BATCH = 1_000;
const RULES = 200;

/** A pack of the size of a large installation: rules that look at everything that rules can look at, and a job that the last of them concerns. */
function largePack(): CompiledPack {
  const rules = Array.from({ length: RULES - 1 }, (_, i): PolicyRule => {
    const when = [
      { types: [`payment.${i}.*`, 'mail.send'], tenants: ['umbrella'] },
      { payload: [{ at: '/order/amount', above: 1e9 + i }] },
      { purposes: ['research*'], roles: ['operator' as const] },
      { types: ['payment.*'], time: { days: ['sun' as const], from: '22:00', to: '06:00' }, spend: { above: 1e6 } },
    ][i % 4];
    return { id: `rule-${i}`, verdict: 'deny', reason: 'no', when };
  });
  return compilePack({ version: 1, name: 'bench', default: 'allow', costAt: '/order/usd', rules: [...rules, { id: 'last', verdict: 'hold', when: { types: ['payment.*'], payload: [{ at: '/order/amount', above: 10 }] } }] }, '0'.repeat(64));
}

/** How long it takes to ask a policy pack about a job: no server takes part. `n` is the number of questions. */
export const policy: Bench = {
  name: 'policy',
  about: `one question to a policy pack of ${RULES} rules, by a job that only the last one concerns`,
  alone: true,
  run({ n, progress }) {
    const asked = n ?? 500_000;
    const { decide } = largePack();
    const inputs = Array.from({ length: BATCH }, (_, i): PolicyInput => ({
      at: i % 2 === 0 ? 'submit' : 'claim', tenantId: 'acme', principal: { kind: 'api_key', id: `key-${i}`, roles: ['submitter'] }, type: 'payment.send', queue: 'default', purpose: 'billing',
      payload: { order: { amount: 11 + i, usd: 3 } }, nowMs: Date.UTC(2026, 0, 1, 12) + i * 60_000,
    }));
    let held = 0;
    const ask = (samples: Float64Array | undefined): void => {
      const total = samples?.length ?? Math.ceil(asked / 10);
      for (let i = 0; i < total; i++) {
        const startedAt = performance.now();
        if (decide(inputs[i % BATCH] as PolicyInput).result === 'hold') held += 1;
        if (samples !== undefined) samples[i] = performance.now() - startedAt;
      }
    };
    ask(undefined);
    progress(0.1, `asking ${asked} times`);
    const samples = new Float64Array(asked);
    const heapBefore = process.memoryUsage().heapUsed;
    const startedAt = performance.now();
    ask(samples);
    const seconds = (performance.now() - startedAt) / 1_000;
    const list = [...samples];
    const share = (fraction: number): number => round(percentile(list, fraction), 5);
    return Promise.resolve({
      n: asked, rules: RULES, perSecond: round(asked / seconds, 0), p50Ms: share(0.5), p95Ms: share(0.95), p99Ms: share(0.99), heapBytesPerQuestion: round(Math.max(0, process.memoryUsage().heapUsed - heapBefore) / asked, 1), held,
    });
  },
};

import { eventually } from '#testing';
import type { GateContext } from '../context';
import { COUNTED, eventFacts, judgeRises, queryOf } from '../judge/judge-metrics';
import { type Finding, without, type Step } from '../step';
import { Prometheus, type Sample } from '../system/prometheus';

/** Two scrapes, and one that was late. */
const UNTIL_SCRAPED_MS = 20_000;

/** Step 3: Prometheus shows what happened, no more and no less. */
export const metricsStep: Step = {
  name: 'metrics',
  proves: 'Prometheus scrapes every service, and its counters rose by exactly what happened',
  needs: ['jobs', 'heard', 'baseline'],
  timeoutMs: 60_000,

  async prepare(context) {
    const prometheus = new Prometheus(context.urls.prometheus);
    await scrapedSince(prometheus, Date.now() / 1000);
    context.evidence.baseline = await countedNow(prometheus);
  },

  async run(context) {
    const prometheus = new Prometheus(context.urls.prometheus);
    const targets = await prometheus.targets();
    const down = targets.filter(({ health }) => health !== 'up').map(({ labels, health, lastError }) => `${labels['job']} ${labels['instance']} is ${health}: ${lastError}`);
    return [without(`all ${targets.length} targets are scraped`, targets.length === 0 ? ['there are none'] : down), ...(await rises(context, prometheus))];
  },
};

/** Polls until all is as it must be, or tells what is not. A counter that goes too far is seen by a scrape more. */
async function rises({ evidence, seen }: GateContext, prometheus: Prometheus): Promise<Finding[]> {
  let findings: Finding[] = [];
  const judge = async () => {
    const facts = eventFacts(evidence.ear?.heard ?? evidence.heard ?? []);
    const baseline = evidence.baseline ?? new Map<string, Sample[]>();
    const counted = await countedNow(prometheus);
    seen['metrics'] = { baseline: [...baseline], counted: [...counted] };
    findings = judgeRises(baseline, counted, facts, evidence.jobs?.length ?? 0);
    return findings.every(({ ok }) => ok);
  };
  await eventually(judge, { timeoutMs: UNTIL_SCRAPED_MS, intervalMs: 500 }).catch(() => undefined);
  await scrapedSince(prometheus, Date.now() / 1000);
  await judge();
  return findings;
}

async function countedNow(prometheus: Prometheus): Promise<Map<string, Sample[]>> {
  const all = await Promise.all(COUNTED.map(async (counted): Promise<[string, Sample[]]> => [counted.counters, await prometheus.query(queryOf(counted))]));
  return new Map(all);
}

/** Resolves when each service was scraped after that moment, so that a query shows what had happened by then. */
export async function scrapedSince(prometheus: Prometheus, seconds: number): Promise<void> {
  await eventually(
    async () => {
      const scrapes = await prometheus.query('min(timestamp(up{job=~"gateway|worker|aggregator|observatory"}))');
      const oldest = scrapes[0]?.value ?? 0;
      if (oldest <= seconds) throw new Error(`the last scrape was ${(seconds - oldest).toFixed(1)} s before`);
    },
    { timeoutMs: UNTIL_SCRAPED_MS, intervalMs: 250, message: 'every service is scraped again' },
  );
}

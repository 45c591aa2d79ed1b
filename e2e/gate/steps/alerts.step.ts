import { parseEnvelope } from '#contracts';
import { eventually } from '#testing';
import { detectionSeconds, resolutionSeconds } from '../../../prometheus/source/detection';
import { ALERTS } from '../../../prometheus/source/rule-files';
import type { Cause } from '../../../grafana/source/cause';
import type { GateContext } from '../context';
import { type Injection, judgeInjection, PLACES, type Place, type Sightings } from '../judge/judge-alerts';
import { fails, type Finding, type Step } from '../step';
import { occurrence, placesWhereItStands, sightings, type WantedAlert } from '../system/alert-places';
import { Disturbance } from '../system/disturbance';
import { failJobs, killWorkers, type OngoingFault, stopMongo } from '../system/faults';

const PROFILE = 'fast';
/** How much longer than stated it is looked for, so that the report can say how late it was. */
const PATIENCE_SECONDS = 15;

interface Fault {
  readonly name: string;
  readonly wanted: WantedAlert;
  readonly begin: (context: GateContext) => Promise<OngoingFault>;
  /** As the panels of the dashboards know it. */
  readonly cause: Cause | undefined;
  /** The observatory cannot answer during it; when it learnt of the alert is read afterwards, in its history. */
  readonly blindsObservatory?: true;
}

/** In an order in which the next can begin while the last one's alert is still being resolved. */
const FAULTS: readonly Fault[] = [
  { name: 'MongoDB is stopped', wanted: { name: 'MongoUnavailable', labels: {} }, begin: stopMongo, blindsObservatory: true, cause: 'mongo_stopped' },
  { name: 'jobs fail', wanted: { name: 'JobFailureRateHigh', labels: { severity: 'critical', job_type: 'http.request' } }, begin: failJobs, cause: undefined },
  { name: 'the workers are killed', wanted: { name: 'WorkerFleetEmpty', labels: {} }, begin: killWorkers, cause: 'worker_killed' },
];

/** Step 5: real faults, and the alerts that must tell of them. Nothing is posted to Alertmanager and no metric is written by the gate. */
export const alertsStep: Step = {
  name: 'alerts',
  proves: 'an injected failure fires the right alert in Prometheus, Alertmanager and the observatory within its stated time, and it is resolved in all three after the repair',
  needs: ['jobs', 'ear'],
  timeoutMs: 280_000,

  async run(context) {
    const disturbance = context.faults === undefined ? await Disturbance.begin(context) : undefined;
    const injections: { readonly ended: Promise<Injection> }[] = [];
    const findings: Finding[] = [];
    for (const fault of FAULTS.filter(({ wanted }) => context.faults?.includes(wanted.name) ?? true)) {
      try {
        injections.push(disturbance === undefined || fault.cause === undefined ? await inject(fault, context) : await disturbance.during(fault.cause, () => inject(fault, context)));
      } catch (error) {
        findings.push(fails(`${fault.name}: it can be injected and repaired`, (error as Error).message));
      }
    }
    const ended = await Promise.all(injections.map((injection) => injection.ended));
    context.evidence.timeline = await disturbance?.end();
    context.seen['injections'] = ended;
    return [...findings, ...ended.flatMap(judgeInjection)];
  },
};

/** Resolves as soon as the fault is repaired; `ended` once its alert has been resolved, or should have been. */
async function inject(fault: Fault, context: GateContext): Promise<{ readonly ended: Promise<Injection> }> {
  const { name, wanted, begin, blindsObservatory } = fault;
  const rule = ALERTS.find((alert) => alert.name === wanted.name);
  if (rule === undefined) throw new Error(`there is no alert ${wanted.name} among the rules`);
  const stated = { detectionSeconds: detectionSeconds(rule, PROFILE), resolutionSeconds: resolutionSeconds(rule, PROFILE) };
  const stoodBefore = await placesWhereItStands(context, wanted);
  context.say(`alerts       ${name}: ${wanted.name} must fire within ${stated.detectionSeconds} s`);
  const ongoing = await begin(context);
  const faultAt = ongoing.since;
  const visible = PLACES.filter((place) => place !== 'the observatory' || !blindsObservatory);
  let fired: Sightings = {};
  let repairedAt: number;
  try {
    fired = await sightings(context, wanted, true, visible, faultAt, stated.detectionSeconds + PATIENCE_SECONDS);
    if (blindsObservatory) await heardOf(context, wanted, faultAt, stated.detectionSeconds);
  } finally {
    await ongoing.repair();
    repairedAt = Date.now();
  }
  const ending = async (): Promise<Injection> => {
    const resolved = await sightings(context, wanted, false, PLACES, faultAt, stated.resolutionSeconds + PATIENCE_SECONDS);
    const told = await occurrence(context.urls.observatory, wanted, faultAt).catch(() => undefined);
    const learnt: Partial<Record<Place, number>> = told?.firedAt === undefined || !blindsObservatory ? {} : { 'the observatory': Date.parse(told.firedAt) };
    return { fault: name, alert: wanted.name, ...stated, stoodBefore, faultAt, fired: { ...fired, ...learnt }, repairedAt, resolved, events: eventsAbout(context, wanted, faultAt) };
  };
  return { ended: ending() };
}

/** Waits until the log tells of the alert, which needs no read model. Whether it did in time is judged by what the observatory says later. */
async function heardOf(context: GateContext, wanted: WantedAlert, since: number, seconds: number): Promise<void> {
  await eventually(() => eventsAbout(context, wanted, since).includes('alert.fired'), { timeoutMs: seconds * 1000 }).catch(() => undefined);
}

function eventsAbout({ evidence }: GateContext, wanted: WantedAlert, since: number): string[] {
  return (evidence.ear?.heard ?? []).filter(({ routingKey }) => routingKey.startsWith('alert.')).flatMap(({ body }) => {
    const parsed = parseEnvelope(body);
    if (!parsed.ok) return [];
    const { eventType, occurredAt, payload } = parsed.envelope;
    const { alert } = payload as { alert?: { name: string } };
    return alert?.name === wanted.name && Date.parse(occurredAt) >= since ? [eventType] : [];
  });
}

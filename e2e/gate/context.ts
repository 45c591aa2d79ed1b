import { keyOf, type StackCredentials } from '../../deploy/native/credentials';
import { showKey } from '../../deploy/native/keyed-fetch';
import type { Timeline } from '../../grafana/check';
import type { Dashboard } from '../../grafana/source/panel';
import type { EarOnEvents } from './system/ear-on-events';
import type { Sample } from './system/prometheus';
import type { TargetServer } from './system/target-server';
import type { GateJob } from './judge/jobs';

/** Where the running system is. Nothing else about it is known to the gate. */
export interface SystemUrls {
  readonly gateway: string;
  readonly worker: string;
  readonly aggregator: string;
  readonly observatory: string;
  readonly postgres: string;
  readonly rabbitmq: string;
  readonly mongo: string;
  readonly prometheus: string;
  readonly alertmanager: string;
  /** A real Grafana, where there is one. */
  readonly grafana: { readonly url: string; readonly user: string; readonly password: string } | undefined;
}

/** What steps leave for later ones. */
export interface Evidence {
  /** The jobs that the gate submitted, with what must become of each. */
  jobs?: readonly GateJob[];
  /** The bodies that the broker delivered, in the order of their arrival. */
  heard?: readonly { readonly routingKey: string; readonly body: string }[];
  /** Values of the counted metrics before the first job. */
  baseline?: ReadonlyMap<string, readonly Sample[]>;
  ear?: EarOnEvents;
  target?: TargetServer;
  /** What was done to the system, and when. */
  timeline?: Timeline;
}

export interface GateContext {
  readonly urls: SystemUrls;
  /** With what the gate gets in: it asks with the demo key, and its browser is the administrator's; undefined where nobody is asked who they are. */
  readonly credentials: StackCredentials | undefined;
  /** The root of the repository, whose rules, dashboards and runbooks the running system must have. */
  readonly root: string;
  /** Marks everything that this run does. */
  readonly runId: string;
  /** Names of the alerts whose faults are injected, then without load; all, under load, when absent. */
  readonly faults?: readonly string[];
  /** Those of the repository when absent. */
  readonly dashboards?: readonly Dashboard[];
  readonly evidence: Evidence;
  /** Sentences for the report that are no findings. */
  readonly notes: string[];
  /** What the steps saw, as it is written beside the report, and as the planted faults of the unit level replay it. */
  readonly seen: Record<string, unknown>;
  /** Ends what the steps opened, last first. */
  readonly closers: (() => Promise<void>)[];
  /** The process of a service, where processes can be looked at. */
  readonly pidOf: (app: 'observatory') => number;
  /** How long the read model may take to show what is true. */
  readonly settleMs: number;
  readonly say: (line: string) => void;
}

export function newContext(urls: SystemUrls, root: string, pidOf: GateContext['pidOf'], say: (line: string) => void, credentials?: StackCredentials): GateContext {
  if (credentials !== undefined) for (const url of [urls.gateway, urls.worker, urls.aggregator, urls.observatory]) showKey(url, keyOf(credentials, 'demo'));
  return { urls, credentials, root, runId: `gate-${Date.now().toString(36)}`, evidence: {}, notes: [], seen: {}, closers: [], pidOf, settleMs: 10_000, say };
}

export async function closeContext(context: GateContext): Promise<void> {
  for (const close of context.closers.splice(0).reverse()) await close().catch(() => undefined);
}

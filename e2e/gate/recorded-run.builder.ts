import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../deploy/native';
import type { PanelVerdict } from '../../grafana/check';
import type { Injection } from './judge/judge-alerts';
import type { OpenApi, ServiceFace } from './judge/judge-documents';
import type { GateJob } from './judge/jobs';
import type { Connection } from './judge/judge-boundary';
import type { HeardMessage } from './judge/judge-events';
import type { StateOfJob, Witness } from './judge/judge-states';
import type { RuleOfPrometheus, Sample } from './system/prometheus';

interface Recorded {
  readonly jobs: readonly GateJob[];
  readonly heard: readonly HeardMessage[];
  readonly metrics: Readonly<Record<'baseline' | 'counted', readonly (readonly [string, readonly Sample[]])[]>>;
  readonly faces: readonly { readonly service: string; readonly measured: readonly string[]; readonly taken: readonly (readonly [string, readonly string[]])[]; readonly error: ServiceFace['error'] }[];
  readonly required: { readonly found: readonly (readonly [string, number])[]; readonly series: readonly Record<string, string>[]; readonly rules: readonly RuleOfPrometheus[]; readonly tested: readonly string[] };
  readonly connections: readonly Connection[];
  readonly states: { readonly jobs: readonly GateJob[]; readonly witnesses: readonly { readonly place: string; readonly states: readonly (readonly [string, StateOfJob])[] }[] };
  readonly injections: readonly Injection[];
  readonly panels: readonly PanelVerdict[];
}

/** A real run of the gate, as `npm run -s gate -- --record` kept it. Read anew by each call, so that a test may plant in it what it likes. */
export function recordedRun(): Recorded {
  return JSON.parse(readFileSync(join(__dirname, 'recorded', 'evidence.json'), 'utf8')) as Recorded;
}

export const recordedWitnesses = (): Witness[] => recordedRun().states.witnesses.map(({ place, states }) => ({ place, states: new Map(states) }));

/** The document is the committed one, which the recorded run found to be the live one. */
export function recordedFace(service: string): ServiceFace {
  const face = recordedRun().faces.find((candidate) => candidate.service === service);
  if (face === undefined) throw new Error(`the recorded run met no ${service}`);
  const document = () => JSON.parse(readFileSync(join(projectRoot(), 'apps', service, 'openapi.json'), 'utf8')) as OpenApi;
  return { ...face, taken: new Map(face.taken), document: document(), committed: document(), docsStatus: 200, mustHave: new Map([['/healthz', 200], ['/readyz', 200], ['/metrics', 200]]) };
}

/**
 * node dist/apps/aggregator/src/rebuild.js [--model NAME]… [--prove] [--json]
 *
 * Builds read models from the start of the log, beside the served ones, and switches to them. With --prove nothing is switched: the built
 * ones are compared with the served ones, byte for byte, and removed again; the exit code is 1 if any document differs.
 * A rebuild that was killed goes on where it was when it is asked for again. Reads the aggregator's environment; `make rebuild` calls it. The last line of --json is one JSON object.
 */
import { hostname } from 'node:os';
import { parseArgs } from 'node:util';
import { exitOnConfigurationError } from '#config';
import { speakTls } from '#http';
import { projectionName, ReadModelStore } from '#read-model';
import { loadAggregatorEnv, retentionOf } from './aggregator.env';
import { GatewayFeed } from './feed/gateway-feed';
import { type AnyProjector, READ_MODELS } from './read-models/read-models';
import { proveReadModels } from './rebuild/prove-read-models';
import { ReadModelBuilder } from './rebuild/read-model-builder';
import { JobRetention } from './retention/job-retention';
import { RebuildProgress } from './rebuild/rebuild-progress';

interface Outcome {
  readonly command: 'rebuild' | 'prove';
  readonly projections: readonly string[];
  readonly events: number;
  readonly eventsPerSecond: number;
  readonly documents: number;
  readonly differences: number;
}

const MAX_SHOWN = 10;

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { model: { type: 'string', multiple: true }, prove: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } } });
  const projectors = chosen(values.model ?? []);
  const env = exitOnConfigurationError(() => loadAggregatorEnv());
  speakTls(env);
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const store = new ReadModelStore({ url: env.MONGO_URL, database: env.MONGO_DATABASE, name: 'aggregator rebuild' }).open();
  const feed = new GatewayFeed({ url: env.GATEWAY_URL, key: env.AGGREGATOR_GATEWAY_KEY });
  let events = 0;
  let durationMs = 1;
  const progress = new RebuildProgress(process.stderr);
  const builder = new ReadModelBuilder(store, feed, {
    holder: `rebuild-${hostname()}-${process.pid}`,
    trim: (built) => new JobRetention(store, retentionOf(env)).trim(built),
    onProgress: ({ position, head }) => progress.tell(position, head),
    onBuilt: (built) => ({ events, durationMs } = built),
  });
  try {
    const outcome = values.prove ? await prove() : await rebuild();
    process.stdout.write(values.json ? `${JSON.stringify(outcome)}\n` : tableOf(outcome));
    return outcome.differences === 0 ? 0 : 1;
  } finally {
    await feed.close();
    await store.close();
  }

  async function rebuild(): Promise<Outcome> {
    const pointers = await store.pointers.read(projectors.map((projector) => projector.model));
    await builder.rebuild(projectors, new Map([...pointers].map(([projection, pointer]) => [projection, pointer.generation])), 'asked');
    const documents = await countServed(store, projectors);
    return { command: 'rebuild', projections: projectors.map((projector) => projectionName(projector.model)), events, eventsPerSecond: Math.round((events * 1_000) / durationMs), documents, differences: 0 };
  }

  async function prove(): Promise<Outcome> {
    const proof = await proveReadModels(store, feed, builder, projectors);
    for (const model of proof.models) for (const difference of model.differences.slice(0, MAX_SHOWN)) say(`${model.projection}: ${difference.id} is ${difference.kind}`);
    const { events: replayed, eventsPerSecond, documents, differences } = proof;
    return { command: 'prove', projections: proof.models.map((model) => model.projection), events: replayed, eventsPerSecond, documents, differences };
  }
}

function chosen(names: readonly string[]): readonly AnyProjector[] {
  const unknown = names.filter((name) => !READ_MODELS.some((projector) => projector.model.name === name));
  if (unknown.length > 0) throw new Error(`there is no read model ${unknown.join(', ')}; there are ${READ_MODELS.map((projector) => projector.model.name).join(', ')}`);
  return names.length === 0 ? READ_MODELS : READ_MODELS.filter((projector) => names.includes(projector.model.name));
}

async function countServed(store: ReadModelStore, projectors: readonly AnyProjector[]): Promise<number> {
  const pointers = await store.pointers.read(projectors.map((projector) => projector.model));
  const counts = await Promise.all([...pointers.values()].map((pointer) => store.documents(pointer.collection).estimatedDocumentCount()));
  return counts.reduce((sum, count) => sum + count, 0);
}

function tableOf(outcome: Outcome): string {
  return Object.entries(outcome)
    .map(([name, value]) => `${name.padEnd(16)} ${Array.isArray(value) ? value.join(', ') : value}\n`)
    .join('');
}

void main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);

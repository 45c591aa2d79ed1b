import type { CommandExecutor } from '#event-log';
import type { ConfirmPublisher, MessageProperties, PublishCallback } from '#messaging';
import type { ReportHandler } from '../../apps/gateway/src/engine/reports/report-handler';
import type { SimStore } from './store/sim-store';

/**
 * Places around the real code where a bug can be planted: a port that is replaced, a function that is wrapped, a rule of a simulated server that
 * is left out. The code itself has no switches.
 */
export interface Plants {
  readonly store?: (store: SimStore) => void;
  readonly relayPublisher?: (publisher: ConfirmPublisher) => void;
  readonly workerPublisher?: (publisher: ConfirmPublisher) => void;
  readonly executor?: (executor: CommandExecutor, store: SimStore) => void;
  readonly reports?: (reports: ReportHandler, executor: CommandExecutor, store: SimStore) => void;
}

/** Says that everything has arrived as soon as it was written. */
function confirmsAtOnce(publisher: ConfirmPublisher): void {
  const publishWith = publisher.publishWith.bind(publisher);
  publisher.publishWith = (exchange: string, routingKey: string, body: Buffer, properties: MessageProperties, done: PublishCallback): void => {
    publishWith(exchange, routingKey, body, properties, () => undefined);
    queueMicrotask(() => done(null, 'confirmed'));
  };
}

/** Does with a report what the owner's own would do. */
function asIfOwner(executor: CommandExecutor, store: SimStore, applies: (jobId: string, deliveryId: string, kind: string) => boolean): void {
  const run = executor.run.bind(executor);
  executor.run = ((jobId: string, command: { kind: string; deliveryId?: string }, options: never) => {
    const owner = store.jobs.get(jobId)?.owner_delivery_id ?? undefined;
    const reports = command.kind === 'started' || command.kind === 'succeeded' || command.kind === 'failed';
    const disguised = reports && owner !== undefined && owner !== command.deliveryId && applies(jobId, command.deliveryId ?? '', command.kind);
    return run(jobId, (disguised ? { ...command, deliveryId: owner } : command) as never, options);
  });
}

export const PLANTS = {
  /** A report counts whoever sends it. */
  'fence-removed': { executor: (executor, store) => asIfOwner(executor, store, () => true) },
  /** The relay takes what it has written for confirmed. */
  'cursor-before-confirm': { relayPublisher: confirmsAtOnce },
  /** The worker settles a message before its report is safe. */
  'ack-before-confirm': { workerPublisher: confirmsAtOnce },
} as const satisfies Record<string, Plants>;

export type PlantName = keyof typeof PLANTS;

import type { CommandExecutor } from '#event-log';
import type { ConfirmPublisher } from '#messaging';
import type { ReportHandler } from '../../apps/gateway/src/engine/reports/report-handler';
import type { World } from './world';

/** Places where a fault can be planted into the world around the real code. */
export interface Plants {
  world(world: World): void;
  relayPublisher(publisher: ConfirmPublisher): ConfirmPublisher;
  workerPublisher(publisher: ConfirmPublisher): ConfirmPublisher;
  executor(executor: CommandExecutor, world: World): void;
  reports(reports: ReportHandler, executor: CommandExecutor, world: World): void;
}

export const NOTHING_PLANTED: Plants = {
  world: () => undefined,
  relayPublisher: (publisher) => publisher,
  workerPublisher: (publisher) => publisher,
  executor: () => undefined,
  reports: () => undefined,
};

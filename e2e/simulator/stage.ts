import type { MemoryStore } from '../../apps/aggregator/src/project-log/memory-read-models.harness';
import type { SimBroker } from './broker/sim-broker';
import type { Calm } from './calm';
import type { Judge } from './checks/judge';
import type { KnownLog } from './checks/known-log';
import type { Sink } from './checks/sink';
import type { Scheduler } from './kernel/scheduler';
import type { SimProcess } from './kernel/sim-process';
import type { Plants } from './plants';
import type { StoreWire } from './store/sim-pool';
import type { SimStore } from './store/sim-store';

/** What gateways have to look after in this schedule, beside jobs: parts that would find nothing are left out, since they look each second. */
export interface Duties {
  readonly schedules: boolean;
  readonly operations: boolean;
}

/** What processes, clients, faults and checks find around them. */
export interface Stage {
  readonly scheduler: Scheduler;
  readonly judge: Judge;
  readonly calm: Calm;
  readonly log: KnownLog;
  readonly store: SimStore;
  readonly wire: StoreWire;
  readonly broker: SimBroker;
  readonly sink: Sink;
  readonly plants: Plants;
  readonly duties: Duties;
  readonly readModels: MemoryStore;
  /** Chance that a step of the read models' store fails. */
  readModelFaults: number;
  readonly tracing: boolean;
  process(name: string): SimProcess;
  /** Whether anybody would answer a reader of the log. */
  feedAnswers(): boolean;
  note(text: string): void;
}

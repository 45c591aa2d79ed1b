import type { SimConnection } from './broker/sim-connection';
import type { SimProcess } from './kernel/sim-process';
import type { SimAggregator } from './processes/sim-aggregator';
import type { SimGateway } from './processes/sim-gateway';
import type { SimWorker } from './processes/sim-worker';
import type { Run } from './checks/sink';
import type { Stage } from './stage';

export const FAULTS = [
  'kill worker', 'kill worker between steps', 'kill gateway', 'kill gateway between steps', 'kill aggregator', 'stop aggregator', 'stop worker', 'stop gateway', 'suspend worker',
  'partition worker', 'partition gateway', 'cut a connection', 'restart broker', 'kill all gateways', 'store outage', 'lose a confirm', 'break statements',
  'slow answers', 'duplicate reports', 'jump clock', 'lose events', 'shut down worker', 'fail read models',
] as const;
export type Fault = (typeof FAULTS)[number];

/** The processes that things happen to. */
export interface Cast {
  readonly gateways: readonly SimGateway[];
  readonly workers: readonly SimWorker[];
  readonly aggregators: readonly SimAggregator[];
}

/** What goes wrong. Every fault heals by itself within a minute; when the last has healed, all must come to rest. */
export class Faults {
  constructor(
    private readonly stage: Stage,
    private readonly cast: Cast,
    /** Hears of a worker's death what ran there. */
    private readonly onWorkerKilled: (running: readonly Run[]) => void,
  ) {}

  strike(fault: Fault): void {
    const { store, broker } = this.stage;
    const { random } = this.stage.scheduler;
    const { workers, gateways } = this.cast;
    this.stage.calm.disturbed();
    const busy = workers.filter(({ process }) => this.stage.sink.running(process).length > 0);
    const worker = random.pick(busy.length > 0 && random.chance(0.7) ? busy : workers);
    const gateway = (random.chance(0.7) ? gateways.find(({ leads }) => leads) : undefined) ?? random.pick(gateways);
    const lasts = (shortMs: number, longMs: number): number => (random.chance(0.5) ? random.between(50, shortMs) : random.between(shortMs, longMs));
    switch (fault) {
      case 'kill worker':
        return this.killWorker(worker, random.between(100, 8_000));
      case 'kill worker between steps':
        return this.killBetweenSteps(worker.process, () => this.killWorker(worker, random.between(100, 4_000)));
      case 'kill gateway':
        return this.kill(gateway.process, random.between(100, 6_000), () => gateway.boot());
      case 'kill gateway between steps':
        return this.killBetweenSteps(gateway.process, () => this.kill(gateway.process, random.between(100, 4_000), () => gateway.boot()));
      case 'kill aggregator': {
        const aggregator = random.pick(this.cast.aggregators);
        return this.kill(aggregator.process, random.between(100, 4_000), () => aggregator.boot());
      }
      case 'stop aggregator':
        return this.stop(random.pick(this.cast.aggregators).process, lasts(2_000, 20_000), 0);
      case 'stop worker':
        return this.stop(worker.process, lasts(5_000, 40_000), 0);
      case 'stop gateway':
        return this.stop(gateway.process, lasts(4_000, 20_000), 0);
      case 'suspend worker': {
        const ms = lasts(3_000, 10_000);
        return this.stop(worker.process, ms, ms);
      }
      case 'partition worker':
        return this.partition(worker.process, lasts(3_000, 25_000));
      case 'partition gateway':
        return this.partition(gateway.process, lasts(3_000, 15_000));
      case 'cut a connection': {
        const ofWorker = random.chance(0.5);
        const connections = [...broker.connections].filter(({ process }) => !ofWorker || process === worker.process);
        if (connections.length === 0) return;
        const connection = random.pick(connections);
        this.blame(connection.process, 8_000);
        this.note(`cut ${connection.name}`);
        return connection.reset();
      }
      case 'restart broker': {
        const ms = lasts(500, 6_000);
        if (!broker.up) return;
        this.note(`the broker is down for ${Math.round(ms)} ms`);
        this.stage.calm.healsIn(ms + 7_000);
        return broker.restart(ms);
      }
      case 'kill all gateways': {
        const ms = random.between(1_000, 29_000);
        for (const one of gateways) this.kill(one.process, ms * random.between(0.9, 1), () => one.boot());
        return;
      }
      case 'store outage': {
        const ms = lasts(2_000, 29_000);
        if (!store.up) return;
        store.up = false;
        this.note(`the store is down for ${Math.round(ms)} ms`);
        return this.healAfter(ms, 'the store is back', () => (store.up = true));
      }
      case 'lose a confirm': {
        const connection = this.somePublisher(random.chance(0.5) ? worker.process : gateway.process);
        if (connection === undefined) return;
        this.blame(connection.process, 8_000);
        connection.losesNextConfirm = true;
        return;
      }
      case 'break statements':
        this.stage.wire.breaks = 0.1;
        return this.healAfter(random.between(200, 2_000), 'statements pass again', () => (this.stage.wire.breaks = 0));
      case 'slow answers': {
        const connection = [...broker.connections].find((one) => one.process === worker.process && one.name.includes('consume'));
        if (connection === undefined) return;
        connection.slowMs = random.between(50, 4_000);
        this.blame(worker.process, 10_000);
        this.note(`slow answers to ${worker.id}: ${Math.round(connection.slowMs)} ms`);
        return this.healAfter(random.between(500, 6_000), 'answers are fast again', () => (connection.slowMs = 0));
      }
      case 'duplicate reports':
        broker.duplicates = 0.3;
        return this.healAfter(random.between(500, 5_000), 'no more duplicates', () => (broker.duplicates = 0));
      case 'jump clock': {
        const process = random.chance(0.5) ? worker.process : gateway.process;
        process.wallOffsetMs += random.between(-30_000, 30_000);
        return this.note(`the clock of ${process.name} jumps to ${Math.round(process.wallOffsetMs)} ms off`);
      }
      case 'lose events': {
        const lost = broker.queues.get('aggregator.events.v1')?.dropHead();
        return this.note(lost === undefined ? 'there is no event to lose' : 'an event is lost on its way to the read models');
      }
      case 'shut down worker':
        return this.shutDown(worker, random.between(100, 3_000));
      case 'fail read models':
        this.stage.readModelFaults = 0.1;
        return this.healAfter(random.between(200, 3_000), 'read models answer again', () => (this.stage.readModelFaults = 0));
    }
  }

  /** Ends the process and starts it again later. */
  kill(process: SimProcess, downForMs: number, boot: () => void): void {
    if (!process.up) return;
    this.note(`kill -9 ${process.name}, down for ${Math.round(downForMs)} ms`);
    this.end(process);
    this.stage.calm.healsIn(downForMs + 7_000);
    this.stage.scheduler.after(downForMs, () => {
      this.stage.note(`${process.name} starts again`);
      process.netDown = false;
      boot();
    });
  }

  killWorker(worker: SimWorker, downForMs: number): void {
    if (!worker.process.up) return;
    this.onWorkerKilled(this.stage.sink.running(worker.process));
    this.stage.calm.disturbed();
    this.kill(worker.process, downForMs, () => worker.boot());
  }

  private end(process: SimProcess): void {
    const connections = this.connectionsOf(process);
    process.end();
    for (const connection of connections) connection.processDied(this.stage.scheduler.random.chance(0.4));
  }

  private killBetweenSteps(process: SimProcess, kill: () => void): void {
    if (!process.up) return;
    process.killAfterSteps = this.stage.scheduler.random.whole(0, 60);
    process.onStepKill = () => this.stage.scheduler.after(0, kill);
    this.stage.calm.healsIn(5_000);
  }

  private stop(process: SimProcess, forMs: number, suspendedForMs: number): void {
    if (!process.works) return;
    this.note(`${suspendedForMs > 0 ? 'suspend' : 'SIGSTOP'} ${process.name} for ${Math.round(forMs)} ms`);
    const { generation } = process;
    process.stop();
    this.blame(process, forMs);
    const heartbeatMs = this.stage.scheduler.random.between(10_000, 30_000);
    if (heartbeatMs < forMs) {
      this.stage.scheduler.after(heartbeatMs, () => {
        if (process.generation === generation) for (const connection of this.connectionsOf(process)) connection.closeAtServer('missed heartbeats');
      });
    }
    this.healAfter(forMs, `${process.name} goes on`, () => {
      if (process.generation === generation) process.continue(suspendedForMs);
    });
  }

  private partition(process: SimProcess, forMs: number): void {
    if (!process.up || process.netDown) return;
    this.note(`partition of ${process.name} for ${Math.round(forMs)} ms`);
    const { generation } = process;
    const { random } = this.stage.scheduler;
    process.netDown = true;
    this.blame(process, forMs + 4_000);
    for (const connection of this.connectionsOf(process)) connection.blackHole(random.between(5, random.chance(0.5) ? 500 : 20_000), random.between(5, Math.min(forMs, 5_000)));
    this.healAfter(forMs, `${process.name} is reachable again`, () => {
      if (process.generation === generation) process.netDown = false;
    });
  }

  private shutDown(worker: SimWorker, graceMs: number): void {
    const { process } = worker;
    if (!process.works) return;
    const { generation } = process;
    this.note(`SIGTERM ${worker.id}, grace ${Math.round(graceMs)} ms`);
    this.blame(process, graceMs + 5_000);
    const exit = (): void => {
      if (process.generation === generation && process.up) this.kill(process, 500, () => worker.boot());
    };
    this.stage.calm.healsIn(graceMs + 11_000);
    worker.shutDown(graceMs, () => this.stage.scheduler.after(0, exit));
    this.stage.scheduler.after(graceMs + 4_000, exit);
  }

  private somePublisher(process: SimProcess): SimConnection | undefined {
    const publishers = this.connectionsOf(process).filter(({ name }) => /publish|relay|control/.test(name));
    return publishers.length === 0 ? undefined : this.stage.scheduler.random.pick(publishers);
  }

  private connectionsOf(process: SimProcess): SimConnection[] {
    return [...this.stage.broker.connections].filter((connection) => connection.process === process);
  }

  private blame(process: SimProcess, forMs: number): void {
    process.faultyUntilMs = Math.max(process.faultyUntilMs, this.stage.scheduler.nowMs + forMs);
    this.stage.calm.healsIn(forMs);
  }

  private healAfter(ms: number, text: string, heal: () => unknown): void {
    this.stage.calm.healsIn(ms);
    this.stage.scheduler.after(ms, () => {
      this.stage.note(text);
      heal();
    });
  }

  private note(text: string): void {
    this.stage.note(`FAULT ${text}`);
  }
}

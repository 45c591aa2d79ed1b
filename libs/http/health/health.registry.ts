import { gauge, GaugeChild } from '#observability';

/** Whether something the service depends on can be used right now. */
export interface Readiness {
  readonly ready: boolean;
  /** Why not, or anything an operator would like to read. No secrets. */
  readonly detail?: string;
}

export interface NamedReadiness extends Readiness {
  readonly name: string;
}

/**
 * What the service needs in order to be ready, and what it has to say about itself. Checks are asked at each probe and must answer from
 * memory: the part that owns a connection knows whether it is up, and a probe that waited for a dead store would be worse than no probe.
 */
export class HealthRegistry {
  private readonly checks = new Map<string, { readonly check: () => Readiness; readonly gauge: GaugeChild }>();
  private readonly details = new Map<string, () => unknown>();
  private readonly stoppers: (() => void)[] = [];
  private stopping = false;

  /** Adds a dependency: the service is ready when every one of them is. A name can be given once. */
  register(name: string, check: () => Readiness): void {
    if (this.checks.has(name)) throw new Error(`the health check ${name} is registered twice`);
    this.checks.set(name, { check, gauge: gauge('dependencyReady').labels({ dependency: name }) });
  }

  /** Adds a field to the `details` of `/status`; asked at each request. */
  describe(name: string, value: () => unknown): void {
    this.details.set(name, value);
  }

  /** From here on the service is not ready, whatever its dependencies say: it is shutting down. */
  markStopping(): void {
    this.stopping = true;
    for (const listener of this.stoppers) listener();
  }

  /** For answers that never end by themselves: the server waits for every answer under way before anything else is stopped. */
  onStopping(listener: () => void): void {
    this.stoppers.push(listener);
  }

  get isStopping(): boolean {
    return this.stopping;
  }

  /** The state of every dependency, in order of registration; a check that throws is not ready. */
  read(): readonly NamedReadiness[] {
    const read = [...this.checks].map(([name, { check, gauge: series }]) => {
      const readiness = { name, ...ask(check) };
      series.set(readiness.ready ? 1 : 0);
      return readiness;
    });
    return this.stopping ? [...read, { name: 'service', ready: false, detail: 'shutting down' }] : read;
  }

  /** Whether all dependencies are ready. */
  isReady(): boolean {
    return this.read().every((readiness) => readiness.ready);
  }

  readDetails(): Readonly<Record<string, unknown>> {
    return Object.fromEntries([...this.details].map(([name, value]) => [name, value()]));
  }
}

function ask(check: () => Readiness): Readiness {
  try {
    return check();
  } catch (error) {
    return { ready: false, detail: error instanceof Error ? error.message : String(error) };
  }
}

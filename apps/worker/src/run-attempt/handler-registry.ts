import type { JobHandler } from '#worker-sdk';

/** Job type → handler. Fixed at boot: a type with two handlers is a fault of the build. */
export class HandlerRegistry {
  private readonly handlers = new Map<string, JobHandler>();

  /** @throws Error that lists every type that has more than one handler */
  constructor(handlers: readonly JobHandler[]) {
    const faults: string[] = [];
    for (const handler of handlers) {
      if (this.handlers.has(handler.type)) faults.push(`there are two handlers for ${handler.type}`);
      this.handlers.set(handler.type, handler);
    }
    if (faults.length > 0) throw new Error(`the job handlers do not fit together: ${faults.join('; ')}`);
  }

  get types(): string[] {
    return [...this.handlers.keys()];
  }

  has(type: string): boolean {
    return this.handlers.has(type);
  }

  find(type: string): JobHandler | undefined {
    return this.handlers.get(type);
  }
}

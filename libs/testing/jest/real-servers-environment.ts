import { TestEnvironment } from 'jest-environment-node';
import { drop, FRESH_THINGS, type FreshThing } from '../fresh';

/** Drops what a spec file created (databases, vhosts) once the file and all its own hooks have ended. */
export default class RealServersEnvironment extends TestEnvironment {
  private readonly things: FreshThing[] = [];

  override async setup(): Promise<void> {
    await super.setup();
    (this.global as { [FRESH_THINGS]?: FreshThing[] })[FRESH_THINGS] = this.things;
  }

  override async teardown(): Promise<void> {
    await super.teardown();
    const outcomes = await Promise.allSettled(this.things.map(drop));
    for (const outcome of outcomes) if (outcome.status === 'rejected') process.stderr.write(`a fresh store was not dropped: ${String(outcome.reason)}\n`);
  }
}

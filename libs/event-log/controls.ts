import { hash } from 'node:crypto';
import { controlsSnapshot, NO_CONTROLS, type ControlResource, type ControlsSnapshot } from '#domain';
import { StoreUnavailable } from './store-errors';
import type { StoreLogger, StorePool } from './store-pool';

/** The fallback: whoever changes something wakes the others, and a grant on an old version is refused by the store. */
const LOOK_EVERY_MS = 1_000;

/**
 * What operators have set, in memory: read with its version by one statement, so that the two belong together. It may be old for a moment, and may be
 * used all the same: the store refuses grants that were decided on an older version than its own.
 */
export class Controls {
  private present: ControlsSnapshot = NO_CONTROLS;
  private wasRead = false;
  private loading: Promise<void> | undefined;
  private again: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private readonly listeners = new Set<(snapshot: ControlsSnapshot, before: ControlsSnapshot) => void>();

  constructor(
    private readonly pool: StorePool,
    private readonly logger: StoreLogger,
  ) {}

  get snapshot(): ControlsSnapshot {
    return this.present;
  }

  /** False until it was read for the first time: what is set is then not known, which is not the same as nothing being set. */
  get known(): boolean {
    return this.wasRead;
  }

  /** Told of the first snapshot that is read, and of each newer one. */
  onChanged(listener: (snapshot: ControlsSnapshot, before: ControlsSnapshot) => void): void {
    this.listeners.add(listener);
  }

  start(): void {
    this.timer ??= setInterval(() => void this.look(), LOOK_EVERY_MS);
    void this.look();
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  /**
   * Reads everything anew. What was committed before the call is in the snapshot when it resolves.
   *
   * @throws StoreUnavailable
   */
  reload(): Promise<void> {
    if (this.loading === undefined) {
      this.loading = this.load().finally(() => (this.loading = undefined));
      return this.loading;
    }
    // The statement under way may have begun too early to see what the caller knows of; all that come now share the next one.
    this.again ??= this.loading
      .catch(() => undefined)
      .then(() => {
        this.again = undefined;
        return this.reload();
      });
    return this.again;
  }

  /** Reads anew if the version in force is another; a store that does not answer now is asked again later. */
  async look(): Promise<void> {
    try {
      const { rows } = await this.pool.query<{ version: number }>(VERSION);
      if (rows[0] !== undefined && (!this.wasRead || rows[0].version !== this.present.version)) await this.reload();
    } catch (err) {
      if (!(err instanceof StoreUnavailable)) this.logger.error({ err }, 'what operators have set could not be read');
    }
  }

  private async load(): Promise<void> {
    const { rows } = await this.pool.query<{ version: number; resources: ControlResource[] | null }>(LOAD);
    const [row] = rows;
    if (row === undefined || row.version < this.present.version) return;
    const before = this.present;
    const first = !this.wasRead;
    this.wasRead = true;
    this.present = controlsSnapshot(row.version, row.resources ?? [], digest);
    if (first || row.version !== before.version) for (const listener of this.listeners) listener(this.present, before);
  }
}

/** 128 bits: values come from clients, who must not find two that share a key. */
export function digest(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, 22);
}

const VERSION = { name: 'controls_version', text: 'SELECT controls_version AS version FROM log_head' };
const LOAD = {
  name: 'load_controls',
  text: `SELECT h.controls_version AS version,
           (SELECT json_agg(json_build_object('kind', r.kind, 'name', r.name, 'version', r.version, 'state', r.state))
            FROM resources r WHERE r.kind IN ('queue', 'job_type', 'limit', 'policy') OR (r.kind = 'worker' AND r.state -> 'paused' IS NOT NULL)) AS resources
         FROM log_head h`,
};

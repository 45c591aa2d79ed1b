import { StatementRefused } from './store-errors';
import type { StorePool } from './store-pool';

/** One change of a resource as `append_resource` takes it: the values of its parameters, in their order. */
export interface ResourceWrite {
  readonly values: readonly unknown[];
  readonly bytes: number;
}

export interface AppendRow {
  readonly head_before: number;
  readonly log_epoch: string;
  readonly controls: number;
  readonly survived: boolean;
  readonly store_ms: number;
}

export interface Appended {
  readonly row: AppendRow;
  readonly sentAtMs: number;
}

/** As with jobs: a statement is bounded in changes and in bytes. */
const MOST_CHANGES = 128;
const MOST_BYTES = 4 * 1024 * 1024;

interface Waiting extends ResourceWrite {
  resolve(appended: Appended): void;
  reject(error: unknown): void;
}

/**
 * Group commit for resources: changes that come while a statement is under way share the next one, and its commit. Alone, a change waits for nobody.
 * In a group each is still for itself: one that lost against somebody faster leaves nothing behind and keeps no other from being written.
 */
export class ResourceWriter {
  private waiting: Waiting[] = [];
  private writing = false;

  /** @param localMs the clock that the moment of sending is told by */
  constructor(
    private readonly pool: StorePool,
    private readonly localMs: () => number,
  ) {}

  /** @throws StoreUnavailable, StatementRefused */
  write(write: ResourceWrite): Promise<Appended> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ ...write, resolve, reject });
      if (!this.writing) void this.drain();
    });
  }

  private async drain(): Promise<void> {
    this.writing = true;
    while (this.waiting.length > 0) await this.append(this.takeGroup());
    this.writing = false;
  }

  private takeGroup(): Waiting[] {
    let bytes = 0;
    let taken = 0;
    for (const { bytes: more } of this.waiting) {
      bytes += more;
      if (taken > 0 && (bytes > MOST_BYTES || taken === MOST_CHANGES)) break;
      taken += 1;
    }
    return this.waiting.splice(0, taken);
  }

  private async append(group: readonly Waiting[]): Promise<void> {
    const sentAtMs = this.localMs();
    try {
      const rows = await this.rowsOf(group);
      group.forEach((one, i) => one.resolve({ row: rows[i] as AppendRow, sentAtMs }));
    } catch (error) {
      // Nothing of it was written. Whose fault it was shows when each goes alone.
      if (error instanceof StatementRefused && group.length > 1) for (const one of group) await this.append([one]);
      else for (const one of group) one.reject(error);
    }
  }

  private async rowsOf(group: readonly Waiting[]): Promise<readonly AppendRow[]> {
    const [first] = group;
    if (group.length === 1 && first !== undefined) return (await this.pool.query<AppendRow & Record<string, unknown>>(APPEND, first.values)).rows;
    const columns = PARAMETERS.map((_, column) => group.map(({ values }) => values[column]));
    return (await this.pool.query<AppendRow & Record<string, unknown>>(APPEND_GROUP, columns)).rows;
  }
}

const PARAMETERS: readonly (readonly [name: string, inGroup: string, own?: string])[] = [
  ['r_kind', 'text'], ['r_name', 'text'], ['r_stream', 'uuid'], ['r_rev', 'int'], ['r_version', 'int'], ['r_tenant', 'text'], ['r_state', 'text'],
  // An array cannot be an element of an array here: in a group it is its text, cast back for each change.
  ['e_version', 'text', 'int[]'], ['e_type', 'text', 'text[]'], ['e_correlation', 'text', 'text[]'], ['e_at', 'text', 'timestamptz[]'], ['e_envelope', 'text', 'text[]'],
];
const ANSWER = 'head_before, log_epoch, controls, survived, store_ms';
const APPEND = {
  name: 'append_resource',
  text: `SELECT ${ANSWER} FROM append_resource(${PARAMETERS.map(([name], i) => `${name} => $${i + 1}`).join(', ')})`,
};
const APPEND_GROUP = {
  name: 'append_resources',
  text: `SELECT ${ANSWER} FROM unnest(${PARAMETERS.map(([, type], i) => `$${i + 1}::${type}[]`).join(', ')}) WITH ORDINALITY AS r (${PARAMETERS.map(([name]) => name).join(', ')}, ord)
         CROSS JOIN LATERAL append_resource(${PARAMETERS.map(([name, , own]) => `${name} => r.${name}${own === undefined ? '' : `::${own}`}`).join(', ')})
         ORDER BY r.ord`,
};

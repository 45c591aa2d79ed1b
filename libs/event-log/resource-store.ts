import { setTimeout as sleep } from 'node:timers/promises';
import { counter, currentContext } from '#observability';
import { jsonArray, plainArray, textArray } from './array-literal';
import { placed, streamEnvelopes } from './log-envelope';
import type { LogProducer, ResourceEvent, UnplacedEvent } from './log-envelope';
import type { LoggedEvent } from './logged-event';
import { ResourceWriter } from './resource-writer';
import type { StoreClock } from './store-clock';
import { ResourceContended } from './store-errors';
import type { StorePool } from './store-pool';
import { uuidV7 } from './uuid-v7';

/*
 * Resources: what operators set, and what they are to look at (alerts). Each has a row (its present) and a stream in the log (its history), written by one statement like a job's, under
 * the same lock. A change is decided on the row as it was read and lost if somebody else was faster; then it is decided again.
 *
 * Kinds that stand between a job and its grant raise `log_head.controls_version`. Whoever grants says on which version it was decided, and the
 * store refuses what was decided on an older one: that is what makes "paused" an answer and not a wish.
 */

export const RESOURCE_KINDS = ['queue', 'job_type', 'limit', 'worker', 'schedule', 'operation', 'alert', 'consent', 'policy'] as const;
export type ResourceKind = (typeof RESOURCE_KINDS)[number];

/** Kinds that may stand between a job and its grant. */
export const GATING_KINDS = ['queue', 'job_type', 'limit', 'worker', 'policy'] as const satisfies readonly ResourceKind[];

export interface Resource<S> {
  readonly kind: ResourceKind;
  readonly name: string;
  readonly streamId: string;
  /** Counts every write; the compare-and-swap of a change. */
  readonly rev: number;
  /** Counts the events of the stream. */
  readonly version: number;
  readonly tenantId: string;
  readonly state: S;
}

/** What a change comes to: the state to write (`deleted` ends the resource), what happened, and the answer. Without events and without a state, nothing is written. */
export interface ResourceDecision<S, O> {
  readonly state?: S | 'deleted';
  readonly events?: readonly ResourceEvent[];
  readonly outcome: O;
}

export interface ResourceContext {
  /** The store's time, RFC 3339 UTC with milliseconds. */
  readonly now: string;
  readonly nowMs: number;
  /** The resource's stream, a new one's included. */
  readonly streamId: string;
}

export interface ChangeOrigin {
  readonly correlationId: string;
  readonly tenantId?: string;
  readonly causationId?: string;
  /** Of the request under way when absent. */
  readonly traceparent?: string;
}

export interface Changed<S, O> {
  readonly outcome: O;
  /** As the change left it; undefined when there is none (any more). */
  readonly resource: Resource<S> | undefined;
  /** Position of the change's last event; undefined when it wrote none. */
  readonly position: number | undefined;
  readonly controlsVersion: number | undefined;
}

export interface ResourceStoreOptions {
  readonly pool: StorePool;
  readonly clock: StoreClock;
  readonly producer: LogProducer;
  /** Told of what was committed, as {@link CommandExecutorOptions.onCommitted} is. */
  readonly onCommitted?: (events: readonly LoggedEvent[]) => void;
  /** Told when a change raised the version of the controls, before the change is answered. A failure is not the change's: it is committed. */
  readonly onControlsChanged?: (version: number) => Promise<void>;
}

const DEFAULT_TENANT = 'default';
/** Each round somebody else has got through; so many in a row is a crowd that should come back later. */
const MAX_ROUNDS = 20;

export class ResourceStore {
  private readonly envelope: ReturnType<typeof streamEnvelopes>;
  private readonly writer: ResourceWriter;
  private readonly appended = counter('eventsAppended');

  constructor(private readonly options: ResourceStoreOptions) {
    this.envelope = streamEnvelopes(options.producer);
    this.writer = new ResourceWriter(options.pool, () => options.clock.localMs());
  }

  /**
   * Changes a resource. `decide` is given what is stored, and may be called several times; it must depend on nothing else that changes.
   *
   * @param known the resource as it was read a moment ago, or that there was none: saves the reading, should nobody have been faster
   * @throws StoreUnavailable (`outcomeUnknown` when it may have been committed all the same), ResourceContended
   */
  async change<S extends object, O>(
    kind: ResourceKind,
    name: string,
    origin: ChangeOrigin,
    decide: (state: S | undefined, ctx: ResourceContext, resource: Resource<S> | undefined) => ResourceDecision<S, O>,
    known?: Resource<S> | 'absent',
  ): Promise<Changed<S, O>> {
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const trusted = round === 0 ? known : undefined;
      const before = trusted === 'absent' ? undefined : (trusted ?? (await this.get<S>(kind, name)));
      const streamId = before?.streamId ?? uuidV7();
      const nowMs = this.options.clock.nowMs();
      const decision = decide(before?.state, { now: new Date(nowMs).toISOString(), nowMs, streamId }, before);
      const events = decision.events ?? [];
      if (decision.state === undefined && events.length > 0) throw new Error('a change that happened says what it came to');
      if (decision.state === undefined || (decision.state === 'deleted' && before === undefined)) {
        // What writes nothing is held against nothing: it counts only on what is stored now.
        if (trusted !== undefined) continue;
        return { outcome: decision.outcome, resource: before, position: undefined, controlsVersion: undefined };
      }
      const written = await this.write(kind, name, streamId, before, decision.state, events, origin);
      if (written !== undefined) return { outcome: decision.outcome, ...written };
      // Whoever was faster may be at it again; a moment of one's own lets the crowd come apart.
      await sleep(Math.random() * 2 ** Math.min(round, 5));
    }
    throw new ResourceContended(kind, name);
  }

  async get<S>(kind: ResourceKind, name: string): Promise<Resource<S> | undefined> {
    const { rows } = await this.options.pool.query<Row<S>>(GET, [kind, name]);
    return rows[0] === undefined ? undefined : { ...rows[0] };
  }

  /** Resources of a kind by name, those after `after`. */
  async list<S>(kind: ResourceKind, page: { readonly after?: string; readonly limit: number }): Promise<Resource<S>[]> {
    const { rows } = await this.options.pool.query<Row<S>>(LIST, [kind, page.after ?? '', page.limit]);
    return rows;
  }

  private async write<S>(
    kind: ResourceKind,
    name: string,
    streamId: string,
    before: Resource<S> | undefined,
    state: S | 'deleted',
    happened: readonly ResourceEvent[],
    origin: ChangeOrigin,
  ): Promise<Omit<Changed<S, never>, 'outcome'> | undefined> {
    const tenantId = before?.tenantId ?? origin.tenantId ?? DEFAULT_TENANT;
    const first = (before?.version ?? 0) + 1;
    const traceparent = origin.traceparent ?? currentContext()?.traceparent;
    const events = happened.map((event, i) => this.envelope(event, streamId, first + i, { ...origin, tenantId, traceparent }));
    const version = first + events.length - 1;
    const text = state === 'deleted' ? null : JSON.stringify(state);
    const { row, sentAtMs } = await this.writer.write({
      values: [kind, name, streamId, before?.rev ?? null, version, tenantId, text, ...columnsOf(events)],
      bytes: (text?.length ?? 0) + events.reduce((sum, event) => sum + event.text.length, 0),
    });
    this.options.clock.observe(row.store_ms, sentAtMs, this.options.clock.localMs());
    if (!row.survived) return undefined;
    const logged = events.map((event, i) => loggedEvent(event, row.head_before + 1 + i, row.log_epoch));
    for (const { type } of logged) this.appended.labels({ event_type: type }).inc();
    if (logged.length > 0) this.options.onCommitted?.(logged);
    if (isGating(kind)) await this.options.onControlsChanged?.(row.controls);
    return {
      resource: state === 'deleted' ? undefined : { kind, name, streamId, rev: (before?.rev ?? 0) + 1, version, tenantId, state },
      position: logged.at(-1)?.position,
      controlsVersion: row.controls,
    };
  }
}

function isGating(kind: ResourceKind): boolean {
  return (GATING_KINDS as readonly ResourceKind[]).includes(kind);
}

function columnsOf(events: readonly UnplacedEvent[]): string[] {
  return [
    plainArray(events.map((event) => event.version)),
    plainArray(events.map((event) => event.type)),
    textArray(events.map((event) => event.correlationId)),
    plainArray(events.map((event) => event.occurredAt)),
    jsonArray(events.map((event) => event.text)),
  ];
}

function loggedEvent(event: UnplacedEvent, position: number, epoch: string): LoggedEvent {
  const { eventId, type, streamId, correlationId, traceparent } = event;
  return { position, eventId, type, streamId, correlationId, traceparent, text: placed(event, position, epoch), event: undefined };
}

interface Row<S> extends Resource<S> {
  readonly [column: string]: unknown;
}

const COLUMNS = 'kind, name, stream_id AS "streamId", rev, version, tenant_id AS "tenantId", state';
const GET = { name: 'get_resource', text: `SELECT ${COLUMNS} FROM resources WHERE kind = $1 AND name = $2` };
const LIST = { name: 'list_resources', text: `SELECT ${COLUMNS} FROM resources WHERE kind = $1 AND name > $2 ORDER BY name LIMIT $3` };

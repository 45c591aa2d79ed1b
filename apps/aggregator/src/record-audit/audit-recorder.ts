import { setTimeout as delay } from 'node:timers/promises';
import type { AuditEntry, AuditFeedResponse, AuditHead } from '#contracts';
import type { Logger } from '#observability';
import {
  AUDIT, AUDIT_STATE, AUDIT_STATE_ID, type AuditDocument, auditHashOf, type AuditStateDocument, FIRST_AUDIT_HASH, type IncidentDocument, INCIDENTS, isStoreUnavailable, type ReadModelStore, toAuditDocument, toIncidentDocument,
} from '#read-model';
import { FeedUnavailable } from '../feed/log-feed';
import type { AuditFeed } from './audit-feed';

/** News of who did what may be a second old. */
const LOOK_EVERY_MS = 1_000;

interface Place {
  readonly sequence: number;
  readonly hash: string;
  readonly verified: boolean;
  readonly head: AuditHead | undefined;
}

const NOWHERE: Place = { sequence: 0, hash: FIRST_AUDIT_HASH, verified: true, head: undefined };

/**
 * Copies the audit trail into MongoDB and checks on the way that each entry follows from the one before: somebody other than the one who keeps the trail
 * has looked at it. Every write can be repeated, so several aggregators may do it at once, and one that dies goes on where the state says.
 */
export class AuditRecorder {
  private readonly stopped = new AbortController();
  private running: Promise<void> | undefined;

  constructor(
    private readonly store: ReadModelStore,
    private readonly feed: AuditFeed,
    private readonly logger: Pick<Logger, 'warn' | 'error'>,
  ) {}

  start(): void {
    this.running ??= this.run();
  }

  async stop(): Promise<void> {
    this.stopped.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopped;
    while (!signal.aborted) {
      try {
        await this.catchUp();
      } catch (err) {
        // That they are away is told elsewhere.
        if (!(err instanceof FeedUnavailable) && !isStoreUnavailable(err)) this.logger.error({ err }, 'the audit trail could not be copied');
      }
      await delay(LOOK_EVERY_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  /** Copies what is new. */
  async catchUp(): Promise<void> {
    let place = await this.place();
    for (;;) {
      const page = await this.feed.read(place.sequence, place.hash);
      if (page.isAnother) {
        this.logger.warn({ sequence: place.sequence }, 'the audit trail is another one than before; its copy is made anew');
        await this.forget();
        place = NOWHERE;
        continue;
      }
      place = await this.write(place, page);
      if (page.items.length === 0 || this.stopped.signal.aborted) return;
    }
  }

  private async place(): Promise<Place> {
    const state = await this.store.documents<AuditStateDocument>(AUDIT_STATE.collection).findOne({ _id: AUDIT_STATE_ID }, { readConcern: 'majority' });
    return state === null ? NOWHERE : { sequence: state.sequence, hash: state.hash, verified: state.verified, head: state.head };
  }

  /** Entries, then what is known by them, then how far it goes: a crash in between repeats, and loses nothing. */
  private async write(before: Place, { items, head }: AuditFeedResponse): Promise<Place> {
    if (items.length > 0) {
      const entries = await this.store.indexed<AuditDocument>(AUDIT);
      await entries.bulkWrite(items.map(toAuditDocument).map((replacement) => ({ replaceOne: { filter: { _id: replacement._id }, replacement, upsert: true } })), { ordered: false });
      const told = items.flatMap(({ incident }) => incident ?? []);
      // In the order of the trail: the last word on an incident is the one that stays.
      if (told.length > 0) await (await this.store.indexed<IncidentDocument>(INCIDENTS)).bulkWrite(told.map(toIncidentDocument).map((replacement) => ({ replaceOne: { filter: { _id: replacement._id }, replacement, upsert: true } })), { ordered: true });
    }
    const last = items.at(-1);
    const place: Place = { sequence: last?.sequence ?? before.sequence, hash: last?.hash ?? before.hash, verified: before.verified && this.follows(before, items, head), head: head ?? before.head };
    const state: AuditStateDocument = { _id: AUDIT_STATE_ID, ...place, checkedAt: new Date().toISOString() };
    await this.store.documents<AuditStateDocument>(AUDIT_STATE.collection).replaceOne({ _id: AUDIT_STATE_ID }, state, { upsert: true });
    return place;
  }

  private follows(before: Place, items: readonly AuditEntry[], head: AuditHead | undefined): boolean {
    let { sequence, hash } = before;
    for (const entry of items) {
      if (entry.sequence !== sequence + 1 || auditHashOf(hash, entry) !== entry.hash) {
        this.logger.error({ sequence: entry.sequence }, 'an entry of the audit trail does not follow from the one before: the trail was tampered with');
        return false;
      }
      ({ sequence, hash } = entry);
      if (head?.sequence === sequence && head.hash !== hash) {
        this.logger.error({ sequence }, 'the sealed head of the audit trail names another hash than its entry has');
        return false;
      }
    }
    return true;
  }

  private async forget(): Promise<void> {
    await this.store.documents(AUDIT_STATE.collection).deleteMany({});
    await this.store.documents(AUDIT.collection).deleteMany({});
    await this.store.documents(INCIDENTS.collection).deleteMany({});
  }
}

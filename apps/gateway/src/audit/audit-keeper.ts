import { appendFile } from 'node:fs/promises';
import { type AuditHead, type Incident, INCIDENT_PATTERNS, type IncidentPattern } from '#contracts';
import { type AuditRow, type AuditStore, ChainCheck, describeFault, type StoreClock } from '#event-log';
import { counter, type CounterChild, gauge, type GaugeChild, type Logger } from '#observability';
import { Looks } from '../engine/looks';
import { entryOf, incidentDraft } from './audit-entry';
import { notice, type Noticed, NOTHING_SEEN, rest, resumed, type Watched } from './detect-patterns';
import type { HeadSigner } from './head-signer';

const LOOK_EVERY_MS = 1_000;
/** An attacker who reaches the store can cut off unseen what came since the last head: at most this long. */
const SEAL_EVERY_MS = 2_000;
const PAGE = 500;
/** Rows that one who takes over looks back at: those of the last minutes, unless it is a flood. */
const LOOK_BACK = 2_000;

export interface AuditKeeperParts {
  readonly store: AuditStore;
  readonly clock: StoreClock;
  readonly signer: HeadSigner;
  /** Where heads are appended, one JSON text a line. */
  readonly headsFile: string | undefined;
  readonly logger: Logger;
  readonly instanceId: string;
}

/**
 * Follows the trail where the relay leads: checks that each row follows from the one before, recognises incidents, signs the end and carries it out of the store.
 * Two that lead at once for a moment do no harm: a place is sealed once, an incident's step stands once, whoever writes it.
 */
export class AuditKeeper {
  private readonly looks: Looks;
  private readonly sealed = gauge('auditSealedSequence').labels({});
  private readonly faults = counter('auditChainFaults').labels({});
  private readonly open: ReadonlyMap<IncidentPattern, GaugeChild>;
  private readonly opened: ReadonlyMap<IncidentPattern, CounterChild>;
  private watched: Watched = NOTHING_SEEN;
  private check: ChainCheck | undefined;
  private last: AuditRow | undefined;
  private head: AuditHead | undefined;
  private sealedAtMs = Number.NEGATIVE_INFINITY;

  constructor(private readonly parts: AuditKeeperParts) {
    this.looks = new Looks(() => this.lookOnce(), { everyMs: LOOK_EVERY_MS, logger: parts.logger, failure: 'the audit trail could not be followed' });
    const open = gauge('securityIncidentsOpen');
    const opened = counter('securityIncidents');
    this.open = new Map(INCIDENT_PATTERNS.map((pattern) => [pattern, open.labels({ pattern })]));
    this.opened = new Map(INCIDENT_PATTERNS.map((pattern) => [pattern, opened.labels({ pattern })]));
    this.tell();
  }

  start(): void {
    if (this.looks.running) return;
    this.check = undefined;
    this.looks.start();
  }

  stop(): void {
    this.looks.stop();
    this.watched = NOTHING_SEEN;
    this.tell();
  }

  /** This process has written rows. */
  written(): void {
    this.looks.soon();
  }

  look(): Promise<void> {
    return this.looks.now();
  }

  private async lookOnce(): Promise<void> {
    const { store, clock } = this.parts;
    if (this.check === undefined) await this.takeOver();
    for (;;) {
      const rows = await store.read(this.last?.sequence ?? 0, PAGE);
      if (!this.looks.running) return;
      for (const row of rows) await this.take(row);
      if (rows.length < PAGE) break;
    }
    await this.report(rest(this.watched, clock.nowMs()));
    this.tell();
    if (performance.now() - this.sealedAtMs >= SEAL_EVERY_MS) await this.seal();
  }

  /** What was told of incidents is what goes on; the rows of the last minutes are looked at again. */
  private async takeOver(): Promise<void> {
    const { store } = this.parts;
    const [told, end, head] = [await store.incidents(1_000), await store.last(), await store.lastHead()];
    this.watched = resumed(told.map((row) => entryOf(row).incident).filter((incident): incident is Incident => incident !== undefined));
    this.head = head;
    this.sealed.set(head?.sequence ?? 0);
    const after = Math.max(0, (end?.sequence ?? 0) - LOOK_BACK);
    const before = after === 0 ? undefined : await store.row(after);
    this.check = new ChainCheck(Number.POSITIVE_INFINITY, before);
    this.last = before;
  }

  private async take(row: AuditRow): Promise<void> {
    for (const fault of this.check?.next(row) ?? []) {
      this.faults.inc();
      this.parts.logger.error({ sequence: row.sequence, fault: fault.kind }, `the audit trail was tampered with: ${describeFault(fault)}`);
    }
    this.last = row;
    await this.report(notice(this.watched, entryOf(row)));
  }

  private async report({ watched, incidents }: Noticed): Promise<void> {
    const { store, clock, instanceId, logger } = this.parts;
    // Before it is remembered: should the store not take it, the row is looked at again.
    if (incidents.length > 0) await store.append(incidents.map((incident) => incidentDraft(incident, clock.nowMs(), instanceId)));
    this.watched = watched;
    for (const { id, pattern, source, step, state, events, summary } of incidents) {
      if (step === 1) this.opened.get(pattern)?.inc();
      logger.warn({ incident: id, pattern, source, state, events }, `security incident: ${summary}`);
    }
  }

  private async seal(): Promise<void> {
    const { store, signer, clock, headsFile, logger } = this.parts;
    if (this.last === undefined || this.last.sequence <= (this.head?.sequence ?? 0)) return;
    const head = signer.sign(this.last, clock.nowMs());
    if (await store.seal(head)) {
      if (headsFile !== undefined) await appendFile(headsFile, `${JSON.stringify(head)}\n`).catch((err: unknown) => logger.error({ err, file: headsFile }, 'a head of the audit trail could not be exported'));
      // Logs leave the host: whoever collects them holds the heads.
      logger.info({ head }, 'the audit trail is sealed');
    }
    this.head = head;
    this.sealedAtMs = performance.now();
    this.sealed.set(head.sequence);
  }

  private tell(): void {
    for (const [pattern, child] of this.open) child.set([...this.watched.open.values()].filter(({ incident }) => incident.pattern === pattern).length);
  }
}

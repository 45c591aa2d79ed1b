import type { FastifyRequest } from 'fastify';
import { SECURITY_CATEGORIES, type SecurityCategory } from '#contracts';
import { counter, type CounterChild, currentContext, type Logger } from '#observability';
import type { Principal } from '#identity';
import { type AuditNote, type AuditOrigin, clipped, type CountedNote, originOf } from './audit-note';
import { FoldedNotes } from './folded-notes';

/** How long security events of one kind from one place are counted before a row says how many. */
const SECURITY_WINDOW_MS = 5_000;
const COMMAND_WINDOW_MS = 1_000;

/** With these a flood from anywhere is at most some dozen rows in five seconds, and some hundred kilobytes of memory. */
const SECURITY_LIMITS = { mostKeys: 64, mostWaiting: 256 };
const COMMAND_LIMITS = { mostKeys: 512, mostWaiting: 4_096 };

type Noted = Omit<AuditNote, 'atMs' | 'principal' | keyof AuditOrigin> & {
  readonly principal?: Pick<Principal, 'kind' | 'id' | 'name' | 'tenantId'> | null;
  /** The request it happened in; the one under way when absent. */
  readonly request?: FastifyRequest;
};

/** A command, a sign-in, a change of keys or roles, something revealed. */
export type AuditEvent = Omit<Noted, 'category'>;

/** Something that may be an attack. What it was an attempt at is said by the category; `action` only where there is more to say. */
export type SecurityEvent = Omit<Noted, 'category' | 'action' | 'verdict'> & { readonly category: SecurityCategory; readonly action?: string };

/**
 * What is to be remembered of who did what. Recording is a look into a table and never waits: a service that stores the trail (the gateway) takes the notes
 * some times a second; in the others a security event is counted and logged.
 */
export class AuditTrail {
  private readonly security = new FoldedNotes(SECURITY_LIMITS);
  private readonly commands = new FoldedNotes(COMMAND_LIMITS);
  private readonly counted: ReadonlyMap<SecurityCategory, CounterChild>;
  private store: { wake(): void; stored(): Promise<void> } | undefined;

  constructor(
    private readonly logger: Pick<Logger, 'warn'>,
    private readonly now: () => number = Date.now,
  ) {
    const events = counter('securityEvents');
    this.counted = new Map(SECURITY_CATEGORIES.map((category) => [category, events.labels({ category })]));
  }

  /** @param fold notes that may be counted together, such as the jobs that one principal submits; alone when absent */
  record(event: AuditEvent, fold?: string): void {
    if (this.store === undefined) return;
    const { action, verdict, code } = event;
    if (fold !== undefined) {
      // Thousands a second: all but the first ones are a look into a table.
      const who = event.principal ?? event.request?.principal;
      const key = `${fold}\n${verdict}\n${code ?? ''}\n${who?.tenantId ?? ''}\n${who?.id ?? ''}\n${event.request?.ip ?? ''}\n${event.request?.routeOptions.url ?? ''}`;
      if (this.commands.countAnother(key, this.now())) return;
      this.commands.add(this.noteOf(event), { key, coarseKey: keyOf(action, verdict), windowMs: COMMAND_WINDOW_MS });
    } else {
      const note = this.noteOf(event);
      this.commands.addAlone(note, { key: keyOf(action, verdict, note.route, code, note.principal?.id, note.address), coarseKey: keyOf(action, verdict), windowMs: COMMAND_WINDOW_MS });
    }
    this.store.wake();
  }

  /** Counts and keeps a security event. Never throws, never waits, and has room for any number of them. */
  recordSecurity({ category, action = `security.${category}`, ...event }: SecurityEvent): void {
    this.counted.get(category)?.inc();
    const note: AuditNote = { ...this.noteOf({ ...event, action, verdict: 'refused' }), category };
    if (this.store === undefined) {
      const { principal, tenantId, address, resource, route, reason, subject } = note;
      this.logger.warn({ category, principal: principal?.id, tenantId, address, subject, resource: route ?? resource, reason }, 'security event');
      return;
    }
    // Not by what was asked for, where nobody is known: paths are the attacker's to choose. Of somebody known it is how far they probed.
    const what = note.principal === undefined ? undefined : (note.route ?? note.resource);
    this.security.add(note, { key: keyOf(action, note.tenantId, note.principal?.id, note.subject, note.address, what), coarseKey: keyOf(action), windowMs: SECURITY_WINDOW_MS });
    this.store.wake();
  }

  /** Resolves when everything recorded so far is stored; at once where nobody stores it. */
  stored(): Promise<void> {
    return this.store?.stored() ?? Promise.resolve();
  }

  /** For the one that stores. */
  attach(store: { wake(): void; stored(): Promise<void> }): void {
    this.store = store;
  }

  take(all = false): CountedNote[] {
    const nowMs = this.now();
    return [...this.commands.take(nowMs, all), ...this.security.take(nowMs, all)].sort((a, b) => a.atMs - b.atMs);
  }

  giveBack(notes: readonly CountedNote[]): void {
    this.commands.giveBack(notes);
  }

  get isEmpty(): boolean {
    return this.commands.isEmpty && this.security.isEmpty;
  }

  private noteOf({ request, principal, ...event }: Omit<Noted, 'category'>): AuditNote {
    const who = principal ?? request?.principal ?? undefined;
    const asking = request ?? currentContext()?.request;
    const from = asking === undefined ? {} : originOf(asking);
    return {
      ...event,
      ...from,
      subject: clipped(event.subject, 128),
      resource: clipped(event.resource ?? (request && pathOf(request)), 300),
      route: event.route ?? (request?.routeOptions.url === undefined ? undefined : `${request.method} ${request.routeOptions.url}`),
      reason: clipped(event.reason, 300),
      principal: who && { kind: who.kind, id: who.id, name: who.name, tenantId: who.tenantId },
      tenantId: event.tenantId ?? who?.tenantId,
      atMs: this.now(),
    };
  }
}

/**
 * The path of a request, without its query. Where it names a person, their digest stands in the place of the name, or nothing at all while it is not known: a trail that nobody can
 * change could not be rid of the name when the person is erased.
 */
function pathOf({ url, routeOptions, params, auditedSubject }: FastifyRequest): string {
  const pattern = routeOptions.url;
  const path = url.split('?', 1)[0] ?? '/';
  if (pattern?.includes('/:subject') !== true) return path;
  return pattern.replace(/:(\w+)/g, (whole, name: string) => (name === 'subject' ? (auditedSubject ?? whole) : ((params as Record<string, string> | null)?.[name] ?? whole)));
}

/** What the parts that only see attacks are given: tickets, sign-in, rate limits. */
export class SecurityEvents {
  constructor(private readonly trail: AuditTrail) {}

  record(event: SecurityEvent): void {
    this.trail.recordSecurity(event);
  }
}

function keyOf(...parts: readonly (string | undefined)[]): string {
  return parts.map((part) => part ?? '').join('\n');
}

import type { AuditVerdict, SecurityCategory } from '#contracts';
import type { WorkRequest } from '#observability';
import type { Principal } from '#identity';

/** Who did something, as far as it is known. Of a credential that was refused nothing is. */
export type AuditedPrincipal = Pick<Principal, 'id' | 'name' | 'tenantId'> & { readonly kind: Principal['kind'] | 'command_line' };

/** Where something came from. */
export interface AuditOrigin {
  readonly address?: string;
  readonly userAgent?: string;
  readonly correlationId?: string;
}

/** One line of the audit trail before it is stored: who did what to what, from where, and what became of it. */
export interface AuditNote extends AuditOrigin {
  /** `jobs:cancel`, `session.signed_in`, `security.replay`: what was done or tried. */
  readonly action: string;
  readonly verdict: AuditVerdict;
  /** Of a security event its kind. */
  readonly category?: SecurityCategory;
  readonly principal?: AuditedPrincipal;
  /** The tenant it concerns; the principal's when nobody says otherwise. */
  readonly tenantId?: string;
  /** Whom or what somebody claimed to be, or acted for: the name at a sign-in, the id of a key. Never a secret. */
  readonly subject?: string;
  /** What it was done to: a path, an id. */
  readonly resource?: string;
  /** Method and pattern of the route. */
  readonly route?: string;
  /** Code of the error that it was answered with. */
  readonly code?: string;
  readonly reason?: string;
  /** Milliseconds of the wall clock. */
  readonly atMs: number;
}

/** The same, so many times: the texts are those of the first. */
export interface CountedNote extends AuditNote {
  readonly count: number;
  readonly lastAtMs: number;
}

/** A text that somebody sent, as long as a row of the trail may have it. */
export function clipped(text: string | undefined, most: number): string | undefined {
  if (text === undefined || text === '') return undefined;
  // What cannot be printed is shown as such, so that nobody writes into the terminal of an auditor.
  const printable = text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '\ufffd').toWellFormed();
  return printable.length <= most ? printable : `${printable.slice(0, most - 1).toWellFormed()}…`;
}

/** Where a request came from. */
export function originOf({ ip, headers, correlationId }: WorkRequest): AuditOrigin {
  const agent = headers['user-agent'];
  return { address: ip, userAgent: clipped(typeof agent === 'string' ? agent : undefined, 200), correlationId };
}

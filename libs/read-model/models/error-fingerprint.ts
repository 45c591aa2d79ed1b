import { createHash } from 'node:crypto';

/** Characters of a message that tell errors apart. */
const MAX_MESSAGE = 200;

/**
 * Sixteen hexadecimal digits for errors that are one and the same to whoever has to mend them: same tenant, job type and code, and a message that differs
 * at most in ids, numbers, times, addresses and what stands in quotes. As Sentry groups by message, made simpler.
 */
export function errorFingerprint({ tenantId, type }: { readonly tenantId: string; readonly type: string }, { code, message }: { readonly code: string; readonly message: string }): string {
  return createHash('sha256').update(JSON.stringify([tenantId, type, code, normaliseMessage(message)])).digest('hex').slice(0, 16);
}

/** The message with what varies from one time to the next replaced. */
export function normaliseMessage(message: string): string {
  return message
    .slice(0, 4 * MAX_MESSAGE)
    .replace(/"[^"]{0,400}"|'[^']{0,400}'|`[^`]{0,400}`/g, '<text>')
    .replace(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi, '<id>')
    .replace(/\b0x[0-9a-f]+\b|\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{8,}\b/gi, '<hex>')
    .replace(/\d+(?:[.:,]\d+)*/g, '<n>')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, MAX_MESSAGE);
}

import { createPublicKey, verify } from 'node:crypto';
import type { AuditHead } from '#contracts';
import { ChainCheck, type ChainFault, headText } from './audit-chain';
import type { AuditStore } from './audit-store';

const PAGE = 1_000;

export interface AuditVerification {
  readonly rows: number;
  readonly hash: string;
  readonly heads: number;
  /** The last entry that a head of a trusted key covers: what lies behind it can still be cut off unseen. */
  readonly sealedUpTo: number;
  readonly faults: readonly ChainFault[];
}

export interface VerifyAuditOptions {
  /** Heads that were kept elsewhere, and where. */
  readonly exported?: readonly { readonly head: AuditHead; readonly from: string }[];
  /** Public keys that are trusted, as PEM. Without any, signatures are not looked at, and the verdict rests on the chain and the heads as they are. */
  readonly publicKeys?: readonly string[];
}

/** Reads the whole trail once, in order, and holds it against itself and against every head that anybody has. */
export async function verifyAudit(store: AuditStore, { exported = [], publicKeys = [] }: VerifyAuditOptions = {}): Promise<AuditVerification> {
  const check = new ChainCheck();
  const faults: ChainFault[] = [];
  const keys = publicKeys.map((pem) => createPublicKey(pem));
  let heads = 0;
  let sealedUpTo = 0;
  const take = (head: AuditHead, from: string): void => {
    heads += 1;
    const isTrusted = keys.length === 0 || keys.some((key) => verify(null, Buffer.from(headText(head)), key, Buffer.from(head.signature, 'base64url')));
    if (!isTrusted) return void faults.push({ kind: 'signature', sequence: head.sequence, head: from });
    sealedUpTo = Math.max(sealedUpTo, head.sequence);
    check.expect(head, from);
  };
  for (const { head, from } of exported) take(head, from);
  for (let after = 0; ; ) {
    const page = await store.heads(after, PAGE);
    for (const head of page) take(head, `the stored head of ${head.signedAt}`);
    const last = page.at(-1);
    if (last === undefined) break;
    after = last.sequence;
  }
  for (let after = 0; ; ) {
    const page = await store.read(after, PAGE);
    for (const row of page) check.next(row);
    const last = page.at(-1);
    if (last === undefined) break;
    after = last.sequence;
  }
  const { rows, hash, faults: found } = check.finish();
  return { rows, hash, heads, sealedUpTo, faults: [...faults, ...found] };
}

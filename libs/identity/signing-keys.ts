/** When a key of the tokens signs. A key signs until the next one does. */
export interface KeyTimes {
  readonly kid: string;
  readonly signsFromMs: number;
  /** Whether its private half can be read here; one that cannot still verifies. */
  readonly canSign: boolean;
}

export interface KeyPlan<Key extends KeyTimes> {
  readonly signing: Key | undefined;
  /** The one that signs, the one that will, and those whose tokens may still be in use. */
  readonly published: readonly Key[];
  /** A key to be made now, and from when it is to sign. */
  readonly wantedFromMs: number | undefined;
}

export interface KeyRules {
  /** How long a key signs. */
  readonly periodMs: number;
  /** How long a key is published before it signs: longer than anybody keeps what is published. */
  readonly aheadMs: number;
  /** How long a token lives, and by how much clocks may differ. */
  readonly tokenLifeMs: number;
}

/**
 * Which key signs and which are published. The next key is made and published `aheadMs` before it signs, and the one before stays published until the last of
 * its tokens has ended: at no moment is a good token refused.
 */
export function planKeys<Key extends KeyTimes>(keys: readonly Key[], nowMs: number, { periodMs, aheadMs, tokenLifeMs }: KeyRules): KeyPlan<Key> {
  const byStart = [...keys].sort((a, b) => a.signsFromMs - b.signsFromMs || (a.kid < b.kid ? -1 : 1));
  const signing = byStart.findLast(({ signsFromMs, canSign }) => canSign && signsFromMs <= nowMs);
  const next = byStart.find(({ signsFromMs, canSign }) => canSign && signsFromMs > nowMs);
  const published = byStart.filter((_, i) => {
    const follower = byStart.slice(i + 1).find(({ canSign }) => canSign);
    return follower === undefined || nowMs < follower.signsFromMs + tokenLifeMs;
  });
  if (signing === undefined) return { signing, published, wantedFromMs: nowMs };
  const dueMs = signing.signsFromMs + periodMs;
  return { signing, published, wantedFromMs: next === undefined && nowMs >= dueMs - aheadMs ? Math.max(dueMs, nowMs + aheadMs) : undefined };
}

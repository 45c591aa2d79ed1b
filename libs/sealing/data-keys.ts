import { type KeyEncryptionKeys, type WrappedKey } from './key-encryption-keys';
import { CannotOpen, type DataKey } from './sealed-value';

/** Whose values a key seals: a tenant's, or those about one person of a tenant's. */
export interface KeyOwner {
  readonly tenantId: string;
  /** Empty for the tenant as a whole. */
  readonly subject: string;
}

/** Where wrapped keys are kept. A key that was destroyed is not found. */
export interface KeySource {
  find(id: string): Promise<WrappedKey | undefined>;
}

/** And made. */
export interface KeyStore extends KeySource {
  /** The key in use for an owner; the one offered, if there is none. Two gateways at once get the same. */
  current(owner: KeyOwner, offered: WrappedKey & { readonly id: string }): Promise<WrappedKey & { readonly id: string }>;
}

interface Remembered {
  readonly key: DataKey;
  readonly untilMs: number;
}

/** For so long a destroyed key may still be in the memory of a process; erasure says so. */
export const REMEMBERED_MS = 30_000;
const MOST_REMEMBERED = 10_000;

/** Data keys in the clear, remembered for a moment; what is asked for at once by many is looked up once. */
export class DataKeys {
  private readonly remembered = new Map<string, Remembered>();
  private readonly pending = new Map<string, Promise<DataKey>>();

  constructor(
    protected readonly keks: KeyEncryptionKeys,
    private readonly source: KeySource,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  /** What is remembered, without waiting. */
  known(id: string): DataKey | undefined {
    const found = this.remembered.get(id);
    return found !== undefined && found.untilMs > this.nowMs() ? found.key : undefined;
  }

  /** @throws CannotOpen when there is no such key any more; the source's errors */
  async byId(id: string): Promise<DataKey> {
    return this.known(id) ?? this.once(id, async () => {
      const wrapped = await this.source.find(id);
      if (wrapped === undefined) throw new CannotOpen('its key was destroyed');
      return { id, secret: this.keks.unwrap(id, wrapped) };
    });
  }

  /** One lookup for all who ask meanwhile. */
  protected async once(name: string, look: () => Promise<DataKey>): Promise<DataKey> {
    const waiting = this.pending.get(name);
    if (waiting !== undefined) return waiting;
    const looking = look()
      .then((key) => {
        this.remember(name, key);
        this.remember(key.id, key);
        return key;
      })
      .finally(() => this.pending.delete(name));
    this.pending.set(name, looking);
    return looking;
  }

  private remember(name: string, key: DataKey): void {
    // The oldest goes: a map keeps the order in which its entries came.
    this.remembered.delete(name);
    if (this.remembered.size >= MOST_REMEMBERED) this.remembered.delete(this.remembered.keys().next().value ?? '');
    this.remembered.set(name, { key, untilMs: this.nowMs() + REMEMBERED_MS });
  }

  /** Nothing of this key, and nothing in the place of its owner, is known here any more. */
  forget(id: string): void {
    for (const [name, { key }] of this.remembered) if (key.id === id) this.remembered.delete(name);
  }
}

/** The keys of those who may make new ones: the gateway. */
export class OwnedDataKeys extends DataKeys {
  constructor(
    keks: KeyEncryptionKeys,
    private readonly store: KeyStore,
    private readonly newId: () => string,
    nowMs?: () => number,
  ) {
    super(keks, store, nowMs);
  }

  /** The key that seals what belongs to this owner, without waiting, if it is remembered. */
  knownOf(owner: KeyOwner): DataKey | undefined {
    return this.known(nameOf(owner));
  }

  /** The same; made if there is none. @throws the store's errors */
  async of(owner: KeyOwner): Promise<DataKey> {
    return this.knownOf(owner) ?? this.once(nameOf(owner), async () => {
      const id = this.newId();
      const { kekId, wrapped } = this.keks.newDataKey(id);
      const current = await this.store.current(owner, { id, kekId, wrapped });
      return { id: current.id, secret: this.keks.unwrap(current.id, current) };
    });
  }
}

const nameOf = ({ tenantId, subject }: KeyOwner): string => `${tenantId}\n${subject}`;

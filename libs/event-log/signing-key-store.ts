import type { StorePool } from './store-pool';

export interface StoredSigningKey {
  readonly kid: string;
  /** The public half, a JWK as JSON. */
  readonly publicKey: string;
  readonly wrappedKey: Buffer;
  readonly signsFromMs: number;
}

/** The keys that sign the tokens of sign-ins, for all gateways alike. */
export class SigningKeyStore {
  constructor(private readonly pool: StorePool) {}

  /** Those of the last year by time; older ones have no tokens left. */
  async list(): Promise<StoredSigningKey[]> {
    type Row = Omit<StoredSigningKey, 'signsFromMs'> & { readonly signsFrom: string };
    return (await this.pool.query<Row>(LIST)).rows.map(({ signsFrom, ...key }) => ({ ...key, signsFromMs: Date.parse(signsFrom) }));
  }

  /** Two gateways may add one at the same moment: then both are published, and all sign with the same one of them. */
  async add({ kid, publicKey, wrappedKey, signsFromMs }: StoredSigningKey): Promise<void> {
    await this.pool.query(ADD, [kid, publicKey, wrappedKey, new Date(signsFromMs).toISOString()]);
  }
}

const LIST = {
  name: 'list_signing_keys',
  text: `SELECT kid, public_key AS "publicKey", wrapped_key AS "wrappedKey", signs_from AS "signsFrom" FROM signing_keys
         WHERE signs_from > clock_timestamp() - interval '1 year' ORDER BY signs_from DESC LIMIT 50`,
};
const ADD = { name: 'add_signing_key', text: 'INSERT INTO signing_keys (kid, public_key, wrapped_key, signs_from) VALUES ($1, $2, $3, $4)' };

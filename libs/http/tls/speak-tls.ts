import { readFileSync } from 'node:fs';
import tls from 'node:tls';
import { Agent, setGlobalDispatcher } from 'undici';
import { ConfigurationError } from '#config';

export interface OutgoingTls {
  readonly TLS_CA_FILE: string | undefined;
  readonly TLS_CLIENT_CERT_FILE?: string | undefined;
  readonly TLS_CLIENT_KEY_FILE?: string | undefined;
}

/** What this process shows to servers that ask who it is. */
export interface ClientIdentity {
  readonly cert?: Buffer;
  readonly key?: Buffer;
}

const usual = tls.getCACertificates('default');
let identity: ClientIdentity = {};

/**
 * How this process speaks TLS to whatever it connects to, stores and services alike: 1.3 and nothing older, trusting the authority of the configuration beside
 * those that everybody trusts. Whether it speaks TLS at all is said by the URLs (`amqps:`, `https:`, `sslmode=verify-full`, `tls=true`).
 *
 * Set for the process as a whole, so that no client can be forgotten; the one that speaks to servers of others (`http.request`) says otherwise of itself.
 *
 * @throws ConfigurationError when a file cannot be read
 */
export function speakTls(env: OutgoingTls): void {
  tls.DEFAULT_MIN_VERSION = 'TLSv1.3';
  const { TLS_CA_FILE: ca, TLS_CLIENT_CERT_FILE: cert, TLS_CLIENT_KEY_FILE: key } = env;
  if ((cert === undefined) !== (key === undefined)) throw new ConfigurationError([{ variable: cert === undefined ? 'TLS_CLIENT_CERT_FILE' : 'TLS_CLIENT_KEY_FILE', problem: 'is missing: certificate and key go together' }]);
  if (ca !== undefined) tls.setDefaultCACertificates([...usual, readPem('TLS_CA_FILE', ca).toString()]);
  if (cert === undefined || key === undefined) return;
  identity = { cert: readPem('TLS_CLIENT_CERT_FILE', cert), key: readPem('TLS_CLIENT_KEY_FILE', key) };
  setGlobalDispatcher(new Agent({ connect: { ...identity } }));
}

/** For HTTP clients that make their own connections. */
export const clientIdentity = (): ClientIdentity => identity;

export function readPem(variable: string, file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new ConfigurationError([{ variable, problem: `cannot be read (${error instanceof Error ? error.message : String(error)})` }]);
  }
}

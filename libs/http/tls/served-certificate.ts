import { X509Certificate } from 'node:crypto';
import { unwatchFile, watchFile } from 'node:fs';
import type { Server, ServerOptions } from 'node:https';
import { createSecureContext } from 'node:tls';
import { ConfigurationError } from '#config';
import type { Logger } from '#observability';
import { readPem } from './speak-tls';

export interface ListenerTls {
  readonly HTTP_TLS_CERT_FILE: string | undefined;
  readonly HTTP_TLS_KEY_FILE: string | undefined;
  readonly HTTP_TLS_CLIENT_CA_FILE: string | undefined;
}

const LOOK_EVERY_MS = 2_000;
/** A peer that does not finish its handshake by then is cut off. */
const HANDSHAKE_TIMEOUT_MS = 10_000;

interface Files {
  readonly cert: string;
  readonly key: string;
  readonly clientCa: string | undefined;
}

/**
 * The certificate that a service shows, and the authority whose certificates its clients need, if any. TLS 1.3 and nothing older. The files are looked at every two
 * seconds: new ones hold for connections from then on, and those that do not fit together are left alone, so that two files can be exchanged one after the other.
 */
export class ServedCertificate {
  private constructor(
    private readonly files: Files,
    private readonly logger: Logger,
  ) {}

  /** @throws ConfigurationError when the files cannot be read or do not fit together */
  static of({ HTTP_TLS_CERT_FILE: cert, HTTP_TLS_KEY_FILE: key, HTTP_TLS_CLIENT_CA_FILE: clientCa }: ListenerTls, logger: Logger): ServedCertificate | undefined {
    if (cert === undefined && key === undefined && clientCa === undefined) return undefined;
    if (cert === undefined || key === undefined) throw new ConfigurationError([{ variable: cert === undefined ? 'HTTP_TLS_CERT_FILE' : 'HTTP_TLS_KEY_FILE', problem: 'is missing: TLS needs a certificate and its key' }]);
    const served = new ServedCertificate({ cert, key, clientCa }, logger);
    try {
      createSecureContext(served.read());
    } catch (error) {
      if (error instanceof ConfigurationError) throw error;
      throw new ConfigurationError([{ variable: 'HTTP_TLS_KEY_FILE', problem: `does not fit HTTP_TLS_CERT_FILE, or one of them is no PEM (${error instanceof Error ? error.message : String(error)})` }]);
    }
    return served;
  }

  get serverOptions(): ServerOptions {
    return { ...this.read(), handshakeTimeout: HANDSHAKE_TIMEOUT_MS, ...(this.files.clientCa === undefined ? {} : { requestCert: true, rejectUnauthorized: true }) };
  }

  /** @returns what ends it */
  follow(server: Server): () => void {
    const { cert, key, clientCa } = this.files;
    const files = [cert, key, ...(clientCa === undefined ? [] : [clientCa])];
    const renew = (): void => {
      try {
        const fresh = this.read();
        createSecureContext(fresh);
        server.setSecureContext(fresh);
        const { subject, validTo } = new X509Certificate(fresh.cert);
        this.logger.info({ subject, validTo }, 'another certificate is shown from now on');
      } catch (error) {
        this.logger.warn({ err: error }, 'the new certificate cannot be used; the one before is shown');
      }
    };
    for (const file of files) watchFile(file, { interval: LOOK_EVERY_MS, persistent: false }, renew);
    return () => files.forEach((file) => unwatchFile(file, renew));
  }

  private read() {
    const { cert, key, clientCa } = this.files;
    return {
      cert: readPem('HTTP_TLS_CERT_FILE', cert),
      key: readPem('HTTP_TLS_KEY_FILE', key),
      ...(clientCa === undefined ? {} : { ca: readPem('HTTP_TLS_CLIENT_CA_FILE', clientCa) }),
      minVersion: 'TLSv1.3' as const,
    };
  }
}

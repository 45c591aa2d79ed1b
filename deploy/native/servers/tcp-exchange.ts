import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** Sends `request` to 127.0.0.1:port and resolves with the first bytes that come back. Rejects on refusal and after `timeoutMs`. */
export function tcpExchange(port: number, request: string | Uint8Array, { tls = false, timeoutMs = 2_000 }: { readonly tls?: boolean; readonly timeoutMs?: number } = {}): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = tls ? connectTls({ port, host: '127.0.0.1' }) : connect({ port, host: '127.0.0.1' });
    const fail = (error: Error) => {
      socket.destroy();
      reject(error);
    };
    socket.setTimeout(timeoutMs, () => fail(new Error(`no answer on port ${port} within ${timeoutMs} ms`)));
    socket.once('error', fail);
    socket.once('close', () => reject(new Error(`port ${port} closed the connection without an answer`)));
    socket.once(tls ? 'secureConnect' : 'connect', () => socket.write(request));
    socket.once('data', (answer: Buffer) => {
      resolve(answer);
      socket.destroy();
    });
  });
}

/** GETs a URL; throws unless it answers 200. */
export const expectOk = (url: string, headers: Record<string, string> = {}): Promise<void> => answersOk(url, { headers });

/** POSTs to a URL without a body; throws unless it answers 200. */
export const postOk = (url: string): Promise<void> => answersOk(url, { method: 'POST' });

/** POSTs a document; throws unless it is taken. */
export const postJson = (url: string, document: object, headers: Record<string, string> = {}): Promise<void> =>
  answersOk(url, { method: 'POST', body: JSON.stringify(document), headers: { ...headers, 'content-type': 'application/json' } }, 30_000);

async function answersOk(url: string, options: RequestInit, timeoutMs = 2_000): Promise<void> {
  const answer = await fetch(url, { ...options, signal: AbortSignal.timeout(timeoutMs) });
  const body = await answer.text();
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${body.slice(0, 200)}`);
}

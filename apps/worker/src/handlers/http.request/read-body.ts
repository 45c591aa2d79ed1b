import type { Readable } from 'node:stream';

/** The start of a response's body. */
export interface BoundedBody {
  /**
   * Text where the bytes are UTF-8 without NUL characters (which no store keeps) and without a mass of other control characters (six bytes
   * each as JSON), else base64.
   */
  readonly body: string;
  readonly bodyEncoding: 'utf8' | 'base64';
  readonly truncated: boolean;
}

/**
 * Reads at most `maxBytes` and drops the rest together with its connection: a response without end must not keep a slot, or fill the
 * memory.
 */
export async function readBody(stream: Readable, maxBytes: number): Promise<BoundedBody> {
  const chunks: Buffer[] = [];
  let size = 0;
  let truncated = false;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    if (size + chunk.length > maxBytes) {
      chunks.push(chunk.subarray(0, maxBytes - size));
      truncated = true;
      break; // ends the iteration, which destroys the stream
    }
    chunks.push(chunk);
    size += chunk.length;
  }
  const bytes = Buffer.concat(chunks);
  const text = asText(bytes, truncated);
  return text === undefined ? { body: bytes.toString('base64'), bodyEncoding: 'base64', truncated } : { body: text, bodyEncoding: 'utf8', truncated };
}

function asText(bytes: Buffer, truncated: boolean): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    // A cut may fall into a character: `stream` keeps the unfinished one back instead of refusing it.
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: truncated });
    return JSON.stringify(text).length <= 2 * bytes.length + 2 ? text : undefined;
  } catch {
    return undefined;
  }
}

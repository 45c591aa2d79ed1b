import { DocumentCache } from './document-cache';
import { idOfRaw } from './raw-document';

interface Kept {
  readonly bytes: Buffer;
  readonly text: string;
}

/**
 * Texts of documents that were read lately. A text is used again only for the very bytes that it was made of, so it can never be out of date: what is
 * saved is decoding, shaping and writing, which cost four fifths of a list's time.
 */
export class TextCache {
  private readonly kept: DocumentCache<Kept>;

  /**
   * @param textOf the text of a raw document: a function of its bytes alone
   * @param maxBytes of raw documents and texts together
   */
  constructor(
    private readonly textOf: (bytes: Buffer) => string,
    maxBytes: number,
  ) {
    this.kept = new DocumentCache(maxBytes, ({ bytes, text }) => bytes.length + text.length);
  }

  text(bytes: Buffer): string {
    const id = idOfRaw(bytes);
    const known = this.kept.get(id);
    if (known?.bytes.equals(bytes)) return known.text;
    const text = this.textOf(bytes);
    // A copy: the bytes are a part of the whole answer, which would be kept with them.
    this.kept.set(id, { bytes: Buffer.from(bytes), text });
    return text;
  }
}

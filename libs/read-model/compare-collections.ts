import type { Collection } from 'mongodb';
import type { ReadModelDocument } from './projector';
import { decodedRaw, idOfRaw } from './raw-document';

export type DocumentDifference = { readonly id: string; readonly kind: 'missing' | 'extra' | 'different' };

/** A document as it is stored: raw BSON, so that the order of fields counts as well. */
export interface RawDocument {
  readonly id: string;
  readonly bytes: Buffer;
}

/**
 * Compares two collections document by document, byte by byte.
 *
 * @returns how many documents `expected` has, and each that `actual` lacks (`missing`), has in addition (`extra`) or has otherwise
 */
export async function compareCollections(
  actual: Collection<ReadModelDocument>,
  expected: Collection<ReadModelDocument>,
): Promise<{ documents: number; differences: DocumentDifference[] }> {
  return compareDocuments(rawDocuments(actual), rawDocuments(expected));
}

/** The same for documents in ascending order of their ids. */
export async function compareDocuments(
  actual: AsyncIterable<RawDocument> | Iterable<RawDocument>,
  expected: AsyncIterable<RawDocument> | Iterable<RawDocument>,
): Promise<{ documents: number; differences: DocumentDifference[] }> {
  const differences: DocumentDifference[] = [];
  let documents = 0;
  const [left, right] = [walk(actual), walk(expected)];
  let [a, b] = [await left.next(), await right.next()];
  while (!a.done || !b.done) {
    if (!b.done && (a.done || b.value.id < a.value.id)) {
      differences.push({ id: b.value.id, kind: 'missing' });
      documents += 1;
      b = await right.next();
    } else if (!a.done && (b.done || a.value.id < b.value.id)) {
      differences.push({ id: a.value.id, kind: 'extra' });
      a = await left.next();
    } else if (!a.done && !b.done) {
      if (!a.value.bytes.equals(b.value.bytes)) differences.push({ id: a.value.id, kind: 'different' });
      documents += 1;
      [a, b] = [await left.next(), await right.next()];
    }
  }
  return { documents, differences };
}

/** A collection's documents, or those of the given ids, in ascending order of their ids. */
export async function* rawDocuments(collection: Collection<ReadModelDocument>, ids?: readonly string[]): AsyncGenerator<RawDocument> {
  const cursor = collection.find(ids ? { _id: { $in: [...ids] } } : {}, { raw: true, readConcern: 'majority', batchSize: 2_000 }).sort({ _id: 1 });
  for await (const raw of cursor) {
    const bytes = raw as unknown as Buffer;
    yield { id: idOfRaw(bytes), bytes };
  }
}

/** The log position up to which a raw document is true. */
export function positionOf(document: RawDocument): number {
  return decodedRaw(document.bytes).position;
}

async function* walk(documents: AsyncIterable<RawDocument> | Iterable<RawDocument>): AsyncGenerator<RawDocument> {
  yield* documents;
}

import { keyIdOf, open, type DataKey, type Purpose } from './sealed-value';

/** The keys of everything sealed within a document, each once. */
export function keysWithin(document: unknown, found: Set<string> = new Set()): Set<string> {
  const id = keyIdOf(document);
  if (id !== undefined) return found.add(id);
  if (typeof document === 'object' && document !== null) for (const value of Object.values(document)) keysWithin(value, found);
  return found;
}

/** A copy of a document with everything sealed in it opened. What stands within an opened value is taken as it is. @throws CannotOpen */
export function openDocument(document: unknown, key: (id: string) => DataKey, owner: string, purpose: Purpose): unknown {
  const id = keyIdOf(document);
  if (id !== undefined) return open((document as { readonly $sealed: string }).$sealed, key(id), owner, purpose);
  if (Array.isArray(document)) return document.map((item: unknown) => openDocument(item, key, owner, purpose));
  if (typeof document !== 'object' || document === null) return document;
  return Object.fromEntries(Object.entries(document).map(([name, value]) => [name, openDocument(value, key, owner, purpose)]));
}

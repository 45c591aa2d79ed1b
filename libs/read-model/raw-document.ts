import { BSON } from 'mongodb';
import type { ReadModelDocument } from './projector';

/** `_id` is the first field of a stored document and a string: int32 size, byte 0x02, "_id\0", int32 length with the final zero, the text. */
export function idOfRaw(bytes: Buffer): string {
  return bytes.toString('utf8', 13, 13 + bytes.readInt32LE(9) - 1);
}

/** What a raw document says. */
export function decodedRaw<Document extends ReadModelDocument>(bytes: Buffer): Document {
  return BSON.deserialize(bytes) as Document;
}

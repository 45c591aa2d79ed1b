import { parseEnvelope, parseTrusted, type Envelope, type ParsedEnvelope } from '#contracts';

const known = new WeakMap<Buffer, ParsedEnvelope>();

/** Checking a payload costs more than all else that happens to a message here, and whoever makes messages makes them alike. */
const CHECKED_EVERY = 16;
let read = 0;

/** `parseEnvelope`, but the same bytes are read once, however many queues they stand in, and not every payload is checked against its contract. */
export function parseOnce(bytes: Buffer): ParsedEnvelope {
  let envelope = known.get(bytes);
  if (envelope === undefined) {
    envelope = read++ % CHECKED_EVERY === 0 ? parseEnvelope(bytes) : parseTrusted(bytes);
    known.set(bytes, envelope);
  }
  return envelope;
}

/** @throws Error for what breaks the contract */
export function envelopeOf(bytes: Buffer): Envelope {
  const parsed = parseOnce(bytes);
  if (!parsed.ok) throw new Error(`${parsed.reason}: ${parsed.detail}`);
  return parsed.envelope;
}

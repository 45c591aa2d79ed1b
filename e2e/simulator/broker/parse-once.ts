import { parseEnvelope, type Envelope, type ParsedEnvelope } from '#contracts';

const known = new WeakMap<Buffer, ParsedEnvelope>();

/** `parseEnvelope`, but the same bytes are read once, however many queues they stand in: reading is most of what a message costs here. */
export function parseOnce(bytes: Buffer): ParsedEnvelope {
  let envelope = known.get(bytes);
  if (envelope === undefined) {
    envelope = parseEnvelope(bytes);
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

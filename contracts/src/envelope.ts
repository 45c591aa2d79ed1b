import { CONTRACT_VERSION_OF, SCHEMA_OF, type EventType, type PayloadOf } from './generated/catalogue';
import type { Envelope as EnvelopeShape, StreamPosition } from './generated/types';
import { compiledValidator, type SchemaSet } from './schema-sets';
import { faultLine } from './validator';

type EnvelopeHead = Omit<EnvelopeShape, 'eventType' | 'payload'>;

/** The envelope of one event type, or of any: a union that narrows on `eventType`. */
export type Envelope<T extends EventType = EventType> = T extends EventType
  ? EnvelopeHead & { eventType: T; payload: PayloadOf[T] }
  : never;
export type EnvelopeOf<T extends EventType> = Envelope<T>;
/** An envelope from the log: it knows its place. */
export type LogEnvelope<T extends EventType = EventType> = Envelope<T> & { stream: StreamPosition };

export type ParkReason = 'not_json' | 'not_an_envelope' | 'unknown_event_type' | 'unknown_major_version' | 'invalid_payload';
export type ParsedEnvelope =
  | { readonly ok: true; readonly envelope: Envelope }
  | { readonly ok: false; readonly reason: ParkReason; readonly detail: string };

const SEMVER = /^(\d{1,9})\.(\d{1,9})\.\d{1,9}$/;
/** Bound of what a detail quotes of a message that may be hostile. */
const MAX_QUOTE = 100;

const refused = (reason: ParkReason, detail: string): ParsedEnvelope => ({ ok: false, reason, detail });
const quoted = (value: unknown): string => (JSON.stringify(value) ?? 'undefined').slice(0, MAX_QUOTE);

/**
 * Reads the body of a message: JSON, then envelope, then event type, then version, then payload; the first that fails is the
 * reason to park it. A message of a newer MINOR may have fields that this build does not know: they are let through. Another
 * MAJOR is refused whatever it says.
 */
export function parseEnvelope(bytes: Buffer | string): ParsedEnvelope {
  return parse(bytes, true);
}

/** As `parseEnvelope`, but takes the payload on trust: for messages read back from the log, which holds only valid ones. */
export function parseTrusted(bytes: Buffer | string): ParsedEnvelope {
  return parse(bytes, false);
}

function parse(bytes: Buffer | string, checkPayload: boolean): ParsedEnvelope {
  let value: unknown;
  try {
    value = JSON.parse(typeof bytes === 'string' ? bytes : bytes.toString('utf8'));
  } catch (error) {
    return refused('not_json', (error as Error).message.slice(0, 500));
  }
  const { eventType, contractVersion } = (value ?? {}) as { eventType?: unknown; contractVersion?: unknown };
  const known = isEventType(eventType);
  // The usual case costs one string comparison; everything below it is for messages of other releases.
  const set: SchemaSet = known && contractVersion === CONTRACT_VERSION_OF[eventType] ? 'strict' : versionSet(eventType, contractVersion);
  const envelopeIsValid = compiledValidator('Envelope', set);
  if (!envelopeIsValid(value)) return refused('not_an_envelope', faultLine(envelopeIsValid.errors));
  if (!known) return refused('unknown_event_type', `event type ${quoted(eventType)} is not in the catalogue`);
  const expected = CONTRACT_VERSION_OF[eventType];
  if (majorOf(contractVersion) !== majorOf(expected)) {
    return refused('unknown_major_version', `${eventType} ${quoted(contractVersion)} was met, ${majorOf(expected)}.x is understood`);
  }
  if (checkPayload) {
    const payloadIsValid = compiledValidator(SCHEMA_OF[eventType], set);
    if (!payloadIsValid((value as EnvelopeShape).payload)) return refused('invalid_payload', faultLine(payloadIsValid.errors));
  }
  return { ok: true, envelope: value as Envelope };
}

const TYPES = new Set<unknown>(Object.keys(CONTRACT_VERSION_OF));

/** Whether a string is one of the event types of this build. */
export const isEventType = (value: unknown): value is EventType => TYPES.has(value);

/** Nothing but text is a version; an object of a stranger must not be asked what it is as text. */
const partsOf = (version: unknown): RegExpExecArray | null => (typeof version === 'string' ? SEMVER.exec(version) : null);

const majorOf = (version: unknown): string => partsOf(version)?.[1] ?? '';

/** Strict for what this build should know in full; tolerant for a newer MINOR, another MAJOR or an unknown type. */
function versionSet(eventType: unknown, contractVersion: unknown): SchemaSet {
  if (!isEventType(eventType)) return 'tolerant';
  const ours = SEMVER.exec(CONTRACT_VERSION_OF[eventType]);
  const theirs = partsOf(contractVersion);
  if (!ours || !theirs) return 'strict';
  return theirs[1] !== ours[1] || Number(theirs[2]) > Number(ours[2]) ? 'tolerant' : 'strict';
}

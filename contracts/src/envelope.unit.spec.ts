import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { CONTRACT_VERSION_OF, EVENT_TYPES, parseEnvelope, parseTrusted, SCHEMA_OF, type Envelope, type EventType } from './index';
import { opened } from './schema-sets';

const ID = '0190f5fe-7c00-7a00-8000-000000000001';
const VERSION = CONTRACT_VERSION_OF['job.started'];
const [MAJOR = 0, MINOR = 0] = VERSION.split('.').map(Number);
const NEWER_MINOR = `${MAJOR}.${MINOR + 1}.0`;
const started: Envelope<'job.started'> = {
  contractVersion: VERSION,
  eventType: 'job.started',
  eventId: ID,
  occurredAt: '2026-03-01T12:00:00.000Z',
  producer: { service: 'gateway', instanceId: 'gateway-1', version: '0.1.0' },
  correlationId: 'order-4711',
  idempotencyKey: ID,
  stream: { id: ID, version: 3, position: 12, epoch: ID },
  payload: { jobId: ID, previousStatus: 'QUEUED', status: 'RUNNING', type: 'http.request', queue: 'default', attempt: 1, deliveryId: ID, workerId: 'w1', startedAt: '2026-03-01T12:00:00.000Z' },
};
const parse = (value: unknown): ReturnType<typeof parseEnvelope> => parseEnvelope(Buffer.from(JSON.stringify(value)));
const reason = (value: unknown): string => {
  const parsed = parse(value);
  return parsed.ok ? 'ok' : parsed.reason;
};

it.each(EVENT_TYPES.map((type) => [type]))('reads a %s', (eventType) => {
  const folder = ['events', 'reports', 'control', 'telemetry'].find((name) => readdirSync(join(__dirname, '../schemas', name)).includes(`${eventType}.json`)) as string;
  const golden = join(__dirname, '../fixtures/golden', folder, eventType);
  for (const name of readdirSync(golden)) {
    const payload = JSON.parse(readFileSync(join(golden, name), 'utf8')) as object;
    const envelope = { ...started, eventType, contractVersion: CONTRACT_VERSION_OF[eventType], payload };
    expect(parse(envelope)).toEqual({ ok: true, envelope });
    expect(parse({ ...envelope, payload: { ...payload, shiny: true } })).toEqual({ ok: false, reason: 'invalid_payload', detail: '/shiny is not a known field' });
  }
});

it('reads a string as well as bytes, and text beyond ASCII', () => {
  expect(parseEnvelope(JSON.stringify(started))).toEqual({ ok: true, envelope: started });
  const failed = { ...started, eventType: 'job.parked', payload: { queue: 'größe', reason: '壊れた 📦' } };
  expect(parse(failed)).toMatchObject({ ok: true, envelope: { payload: failed.payload } });
});

describe('a message that is to be parked', () => {
  it.each(['', '{', '{"a":1', 'not json', '\u0000', '{"a":1}x'])('%j is not JSON', (text) => {
    expect(parseEnvelope(Buffer.from(text))).toMatchObject({ ok: false, reason: 'not_json', detail: expect.any(String) as string });
  });

  it.each<[string, unknown]>([
    ['null', null],
    ['an array', []],
    ['a text', 'job.started'],
    ['an empty object', {}],
    ['one without a producer', { ...started, producer: undefined }],
    ['one with an unknown field', { ...started, shiny: 1 }],
    ['one whose version is no version', { ...started, contractVersion: 'v1' }],
    ['one whose payload is a text', { ...started, payload: '{}' }],
    ['one on a day that does not exist', { ...started, occurredAt: '2026-02-30T12:00:00.000Z' }],
    ['one named like a property of every object', { ...started, eventType: 'constructor' }],
  ])('%s is not an envelope', (_what, value) => {
    expect(reason(value)).toBe('not_an_envelope');
  });

  it('has an unknown event type', () => {
    expect(parse({ ...started, eventType: 'job.exploded' })).toEqual({ ok: false, reason: 'unknown_event_type', detail: 'event type "job.exploded" is not in the catalogue' });
  });

  it.each([`${MAJOR + 1}.0.0`, `${MAJOR - 1}.9.0`, `${MAJOR}0.0.0`])('has the unknown MAJOR version %s, whatever its payload is', (contractVersion) => {
    expect(reason({ ...started, contractVersion, payload: { another: 'world' } })).toBe('unknown_major_version');
  });

  it('has an invalid payload, and the detail says where and what', () => {
    expect(parse({ ...started, payload: { ...started.payload, attempt: 0 } })).toEqual({ ok: false, reason: 'invalid_payload', detail: '/attempt must be >= 1' });
  });

  it('is described in bounded words', () => {
    const parsed = parse({ ...started, eventType: `job.${'x'.repeat(100_000)}` });
    expect(parsed.ok ? '' : parsed.detail.length).toBeLessThanOrEqual(500);
  });
});

describe('a message of another release', () => {
  it('of a newer MINOR may carry fields that are not known here, at every level', () => {
    const newer = { ...started, contractVersion: NEWER_MINOR, shiny: 1, producer: { ...started.producer, region: 'eu' }, payload: { ...started.payload, shiny: { deep: true } } };
    expect(parse(newer)).toEqual({ ok: true, envelope: newer });
  });

  it('of a newer MINOR still says what is known in the known way', () => {
    expect(reason({ ...started, contractVersion: NEWER_MINOR, payload: { ...started.payload, attempt: 'first' } })).toBe('invalid_payload');
    expect(reason({ ...started, contractVersion: NEWER_MINOR, eventId: 'E1' })).toBe('not_an_envelope');
  });

  it('of a newer PATCH is held to the schema as it is', () => {
    expect(reason({ ...started, contractVersion: `${MAJOR}.${MINOR}.999` })).toBe('ok');
    expect(reason({ ...started, contractVersion: `${MAJOR}.${MINOR}.999`, shiny: 1 })).toBe('not_an_envelope');
  });

  it('with an unknown type and unknown fields is known to be an envelope', () => {
    expect(reason({ ...started, eventType: 'job.exploded', contractVersion: '40.0.0', shiny: 1 })).toBe('unknown_event_type');
  });
});

it('takes the payload on trust when told to, the envelope never', () => {
  const odd = JSON.stringify({ ...started, payload: { anything: 1 } });
  expect(parseTrusted(odd).ok).toBe(true);
  expect(parseTrusted(JSON.stringify({ ...started, eventId: 1 }))).toMatchObject({ ok: false, reason: 'not_an_envelope' });
  expect(parseTrusted('{')).toMatchObject({ ok: false, reason: 'not_json' });
});

it('does not ask what a version is that is no text', () => {
  for (const contractVersion of [{ toString: {} }, ['1.0.0'], 1, null]) expect(parse({ ...started, contractVersion }).ok).toBe(false);
});

it('never throws, whatever bytes arrive', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => parseEnvelope(Buffer.from(bytes)).ok === false));
  const holes = fc.record({ contractVersion: fc.jsonValue(), eventType: fc.oneof(fc.constantFrom(...EVENT_TYPES), fc.jsonValue()), payload: fc.jsonValue() }, { requiredKeys: [] });
  fc.assert(fc.property(fc.oneof(fc.jsonValue(), holes), fc.boolean(), (value, whole) => {
    parse(whole && typeof value === 'object' ? { ...started, ...value } : value);
  }));
});

it('knows the schema and the version of every event type', () => {
  const types: readonly EventType[] = EVENT_TYPES;
  expect(new Set(types).size).toBe(types.length);
  for (const type of types) expect([SCHEMA_OF[type], CONTRACT_VERSION_OF[type]]).toEqual([expect.any(String), expect.stringMatching(/^\d+\.\d+\.\d+$/)]);
});

it('opens closed objects and leaves maps as they are', () => {
  expect(opened({ additionalProperties: false, items: [{ additionalProperties: false, minimum: 1 }], map: { additionalProperties: { type: 'string' } } })).toEqual({
    items: [{ minimum: 1 }],
    map: { additionalProperties: { type: 'string' } },
  });
});

import { isDeepStrictEqual } from 'node:util';
import type { PolicyCondition, PolicyPayloadTest, PolicyTime } from '#contracts';
import { fieldReader, type FieldReader } from './field-reader';
import type { PolicyInput } from './policy-input';
import { anyOf } from './text-list';

/** Whether a job is concerned. Compiled once; looks at the job and makes nothing. */
export type Condition = (input: PolicyInput) => boolean;

/** @param cost reads what a job costs; undefined where the pack does not say where that stands */
export function compileCondition(condition: PolicyCondition, cost: FieldReader | undefined): Condition {
  const tests = testsOf(condition, cost);
  const [first, second] = tests;
  if (first === undefined) return () => true;
  if (second === undefined) return first;
  if (tests.length === 2) return (input) => first(input) && second(input);
  return (input) => {
    for (const test of tests) if (!test(input)) return false;
    return true;
  };
}

/** The cheap ones first: what looks into payloads is asked about few jobs. */
function testsOf(condition: PolicyCondition, cost: FieldReader | undefined): Condition[] {
  const { tenants, types, queues, purposes, withoutPurpose, principals, principalKinds, roles, time, payload = [], spend } = condition;
  const tests: Condition[] = [];
  if (types !== undefined) {
    const fits = anyOf(types);
    tests.push(({ type }) => fits(type));
  }
  if (tenants !== undefined) {
    const fits = anyOf(tenants);
    tests.push(({ tenantId }) => fits(tenantId));
  }
  if (queues !== undefined) {
    const fits = anyOf(queues);
    tests.push(({ queue }) => fits(queue));
  }
  if (purposes !== undefined) {
    const fits = anyOf(purposes);
    tests.push(({ purpose }) => purpose !== undefined && fits(purpose));
  }
  if (withoutPurpose !== undefined) tests.push(({ purpose }) => (purpose === undefined) === withoutPurpose);
  if (principals !== undefined) {
    const fits = anyOf(principals);
    tests.push(({ principal }) => principal !== undefined && fits(principal.id));
  }
  if (principalKinds !== undefined) tests.push(({ principal }) => principal !== undefined && principalKinds.includes(principal.kind));
  if (roles !== undefined) tests.push(({ principal }) => principal !== undefined && principal.roles.some((role) => roles.includes(role)));
  if (time !== undefined) tests.push(timeTest(time));
  if (spend !== undefined && cost !== undefined) tests.push(({ payload: from }) => greater(cost(from), spend.above));
  for (const test of payload) tests.push(payloadTest(test));
  return tests;
}

function payloadTest({ at, present, in: values, matches, above, below }: PolicyPayloadTest): Condition {
  const read = fieldReader(at);
  const fits = matches && anyOf(matches);
  const isOneOf = values && oneOf(values);
  return ({ payload }) => {
    const value = read(payload);
    if (present !== undefined && (value !== undefined) !== present) return false;
    if (isOneOf !== undefined && !isOneOf(value)) return false;
    if (fits !== undefined && !(typeof value === 'string' && fits(value))) return false;
    if (above !== undefined && !greater(value, above)) return false;
    return below === undefined || (typeof value === 'number' && value < below);
  };
}

function oneOf(values: readonly unknown[]): (value: unknown) => boolean {
  const plain = new Set(values.filter((value) => typeof value !== 'object' || value === null));
  const others = values.filter((value) => typeof value === 'object' && value !== null);
  return (value) => {
    if (value === undefined) return false;
    if (typeof value !== 'object' || value === null) return plain.has(value);
    return others.some((other) => isDeepStrictEqual(other, value));
  };
}

const greater = (value: unknown, than: number): boolean => typeof value === 'number' && value > than;

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** In UTC, by counting: no dates are made. */
function timeTest({ days, from, to, since, until }: PolicyTime): Condition {
  const sinceMs = since === undefined ? Number.NEGATIVE_INFINITY : Date.parse(since);
  const untilMs = until === undefined ? Number.POSITIVE_INFINITY : Date.parse(until);
  const first = from === undefined ? 0 : minuteOf(from);
  const end = to === undefined ? 1_440 : minuteOf(to);
  const onDay = DAYS.map((day) => days === undefined || days.includes(day));
  return ({ nowMs }) => {
    if (nowMs < sinceMs || nowMs >= untilMs) return false;
    // 1970-01-01 was a Thursday.
    if (onDay[(Math.floor(nowMs / DAY_MS) + 3) % 7] !== true) return false;
    const minute = Math.floor(nowMs / MINUTE_MS) % 1_440;
    return first < end ? minute >= first && minute < end : minute >= first || minute < end;
  };
}

function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

import { ERROR_CODES, isTerminal, JOB_PRIORITIES, JOB_STATUSES, openApiComponents, openApiSchema, SCHEMAS, TERMINAL_STATUSES, validator, type SchemaName } from './index';

const submit = validator('SubmitJobRequest');
const errors = (value: unknown): unknown => {
  const result = submit(value);
  return result.ok ? [] : result.errors;
};

describe('the validator of a schema', () => {
  it('returns the value as it came', () => {
    const value = { type: 'http.request' };
    const result = submit(value);
    expect(result.ok && result.value).toBe(value);
  });

  it('names every fault by JSON pointer, missing and unknown fields by their own', () => {
    expect(errors({ 'a/b~c': 1, payload: [], maxAttempts: 0 })).toEqual(
      expect.arrayContaining([
        { pointer: '/type', message: 'is required' },
        { pointer: '/a~1b~0c', message: 'is not a known field' },
        { pointer: '/payload', message: 'must be object' },
        { pointer: '/maxAttempts', message: 'must be >= 1' },
      ]),
    );
    expect(errors({ type: 'a', priority: 'urgent' })).toEqual([{ pointer: '/priority', message: 'must be one of high, normal, low' }]);
    expect(errors('job')).toEqual([{ pointer: '', message: 'must be object' }]);
  });

  it('lists no more than 50', () => {
    expect(errors({ type: 'a', ...Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`field${index}`, 1])) })).toHaveLength(50);
  });

  it('bounds how deep a payload nests, without a deep call stack', () => {
    const deep = JSON.parse(`${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`) as object;
    expect(errors({ type: 'a', payload: deep })).toEqual([{ pointer: '/payload', message: 'must not be nested so deep' }]);
  });

  it('does not mistake inherited names for fields', () => {
    expect(errors(JSON.parse('{"type":"a","__proto__":{"queue":"x"}}'))).toEqual([{ pointer: '/__proto__', message: 'is not a known field' }]);
    expect(errors(JSON.parse('{"toString":"a"}'))).toEqual(expect.arrayContaining([{ pointer: '/type', message: 'is required' }]));
  });
});

describe('a schema in OpenAPI', () => {
  it('refers to components, and the components are complete', () => {
    const components = openApiComponents('SubmitJobRequest', 'Problem');
    expect(Object.keys(components)).toEqual([
      'CorrelationId', 'Dedupe', 'ErrorCode', 'ExternalRef', 'IdempotencyKey', 'JobPriority', 'JobRetry', 'JsonObject', 'Name', 'PolicyResult', 'PolicyVerdict', 'Problem', 'SubmitJobRequest', 'Tag', 'Timestamp', 'Uuid',
    ]);
    expect(openApiSchema('SubmitJobRequest')).toMatchObject({ 'x-contract-version': SCHEMAS.SubmitJobRequest.$version, properties: { type: { $ref: '#/components/schemas/Name' } } });
    expect(JSON.stringify(components)).not.toMatch(/\$id|\$version|"maxDepth"|\/contracts\/schemas/);
  });

  it('is there for every contract', () => {
    const components = openApiComponents(...(Object.keys(SCHEMAS) as SchemaName[]));
    const refs = [...JSON.stringify(components).matchAll(/#\/components\/schemas\/(\w+)/g)].map((match) => match[1] as string);
    expect(refs.filter((name) => !Object.hasOwn(components, name))).toEqual([]);
  });
});

it('lists what the schemas enumerate', () => {
  expect(JOB_STATUSES).toEqual(SCHEMAS.JobStatus.enum);
  expect(JOB_PRIORITIES).toEqual(['high', 'normal', 'low']);
  expect(ERROR_CODES).toEqual(SCHEMAS.ErrorCode.enum);
  expect(JOB_STATUSES.filter(isTerminal)).toEqual([...TERMINAL_STATUSES]);
});

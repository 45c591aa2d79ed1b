import { ConfigurationError, EnvSpec, exitOnConfigurationError, loadEnv, serviceVariables, withoutCredentials } from '.';

const SPEC = {
  DATABASE_URL: { type: 'url', protocols: ['postgres', 'postgresql'], secret: true, description: 'the database' },
  ROLES: { type: 'list', values: ['http', 'engine'], default: ['http', 'engine'], description: 'roles' },
  SLOTS: { type: 'integer', min: 1, max: 64, default: 8, description: 'slots' },
  SHARE: { type: 'number', min: 0, max: 1, default: 0.5, description: 'a share' },
  VERBOSE: { type: 'boolean', default: false, description: 'verbose' },
  MODE: { type: 'enum', values: ['a', 'b'], default: 'a', description: 'mode' },
  NAME: { type: 'string', optional: true, pattern: /^[a-z]+$/, description: 'a name' },
  TAGS: { type: 'list', default: [], description: 'tags' },
} as const satisfies EnvSpec;

const faultsOf = (load: () => unknown): readonly { variable: string; problem: string }[] => {
  try {
    load();
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults;
    throw error;
  }
  throw new Error('expected a ConfigurationError');
};

describe('loadEnv', () => {
  it('returns typed values and the defaults of what is absent', () => {
    const env = loadEnv(SPEC, { DATABASE_URL: 'postgres://db/x', SLOTS: '16', VERBOSE: 'YES', TAGS: 'a, b,,c' });
    const slots: number = env.SLOTS;
    const roles: readonly ('http' | 'engine')[] = env.ROLES;
    expect({ ...env, slots, roles }).toEqual({
      DATABASE_URL: 'postgres://db/x', ROLES: ['http', 'engine'], SLOTS: 16, SHARE: 0.5, VERBOSE: true, MODE: 'a', NAME: undefined,
      TAGS: ['a', 'b', 'c'], slots: 16, roles: ['http', 'engine'],
    });
  });

  it('returns an object that cannot be changed', () => {
    expect(Object.isFrozen(loadEnv(SPEC, { DATABASE_URL: 'postgres://db/x' }))).toBe(true);
  });

  it('takes an empty string for an absent variable', () => {
    expect(faultsOf(() => loadEnv(SPEC, { DATABASE_URL: '' }))).toEqual([{ variable: 'DATABASE_URL', problem: 'is required (the database)' }]);
  });

  it('lists every fault at once', () => {
    const faults = faultsOf(() => loadEnv(SPEC, { ROLES: 'http,cook', SLOTS: '0', SHARE: 'x', VERBOSE: 'maybe', MODE: 'c', NAME: 'Q' }));
    expect(faults.map((fault) => fault.variable)).toEqual(['DATABASE_URL', 'ROLES', 'SLOTS', 'SHARE', 'VERBOSE', 'MODE', 'NAME']);
  });

  it.each([
    ['SLOTS', '1.5', 'must be a whole number, got "1.5"'],
    ['SLOTS', '65', 'must be at most 64, got "65"'],
    ['SLOTS', '99999999999999999999', 'must be a whole number, got "99999999999999999999"'],
    ['SHARE', '-1', 'must be at least 0, got "-1"'],
    ['MODE', 'c', 'must be one of a, b, got "c"'],
    ['ROLES', 'cook', 'may only contain http, engine, got "cook"'],
    ['NAME', 'Q', 'must match /^[a-z]+$/, got "Q"'],
  ])('says what is wrong with %s=%s', (variable, raw, problem) => {
    expect(faultsOf(() => loadEnv(SPEC, { DATABASE_URL: 'postgres://db/x', [variable]: raw }))).toEqual([{ variable, problem }]);
  });

  it.each(['not a url hunter2', 'mysql://user:hunter2@db/x'])('never shows the value of a secret (%s)', (raw) => {
    const [fault] = faultsOf(() => loadEnv(SPEC, { DATABASE_URL: raw }));
    expect(fault?.variable).toBe('DATABASE_URL');
    expect(fault?.problem).not.toContain('hunter2');
  });

  it('reads JSON into a typed value, and says what is wrong with it without quoting it', () => {
    const read = (json: unknown): readonly number[] => {
      if (!Array.isArray(json)) throw new Error('must be a list of numbers');
      return json as number[];
    };
    const spec = { SIZES: { type: 'json', read, default: [1], description: 'sizes' } } as const satisfies EnvSpec;
    const sizes: readonly number[] = loadEnv(spec, { SIZES: '[2, 3]' }).SIZES;
    expect([sizes, loadEnv(spec, {}).SIZES]).toEqual([[2, 3], [1]]);
    expect(faultsOf(() => loadEnv(spec, { SIZES: '{"secret": 1}' }))).toEqual([{ variable: 'SIZES', problem: 'must be a list of numbers' }]);
    expect(faultsOf(() => loadEnv(spec, { SIZES: 'secret' }))).toEqual([{ variable: 'SIZES', problem: 'must be JSON' }]);
  });

  it('checks each item of a list where that is asked for', () => {
    const spec = { EVEN: { type: 'list', check: (item) => (Number(item) % 2 === 0 ? undefined : `${item} is odd`), description: 'numbers' } } as const satisfies EnvSpec;
    expect(loadEnv(spec, { EVEN: '2, 4' }).EVEN).toEqual(['2', '4']);
    expect(faultsOf(() => loadEnv(spec, { EVEN: '2,3,5' }))).toEqual([{ variable: 'EVEN', problem: '3 is odd' }]);
  });

  it('does not show a password that stands in a URL which is not marked secret', () => {
    const spec = { BROKER: { type: 'url', protocols: ['amqp'], description: 'broker' } } as const satisfies EnvSpec;
    expect(faultsOf(() => loadEnv(spec, { BROKER: 'http://guest:hunter2@mq' }))).toEqual([{ variable: 'BROKER', problem: 'must be a URL with the scheme amqp, got "http"' }]);
  });
});

describe('serviceVariables', () => {
  it('listens on loopback unless told otherwise', () => {
    expect(loadEnv(serviceVariables({ httpPort: 13000 }), {})).toMatchObject({ HTTP_HOST: '127.0.0.1', HTTP_PORT: 13000, LOG_LEVEL: 'info' });
  });
});

describe('exitOnConfigurationError', () => {
  it('prints the list and exits with 78', () => {
    const printed: string[] = [];
    const exit = jest.fn((code: number): never => {
      throw new Error(`exit ${code}`);
    });
    expect(() => exitOnConfigurationError(() => loadEnv(SPEC, { SLOTS: 'x' }), exit, (text) => void printed.push(text))).toThrow('exit 78');
    expect(printed).toEqual(['the configuration has 2 faults:\n  DATABASE_URL: is required (the database)\n  SLOTS: must be a whole number, got "x"\n']);
  });

  it('returns what was loaded', () => {
    expect(exitOnConfigurationError(() => 7)).toBe(7);
  });

  it('throws on what is not a fault of the configuration', () => {
    expect(() => exitOnConfigurationError(() => { throw new TypeError('bug'); })).toThrow(TypeError);
  });
});

describe('withoutCredentials', () => {
  it('removes user and password', () => {
    expect(withoutCredentials('amqp://guest:hunter2@mq:5672/%2f')).toBe('amqp://mq:5672/%2f');
  });

  it('does not echo text that is not a URL', () => {
    expect(withoutCredentials('hunter2')).toBe('<not a url>');
  });
});

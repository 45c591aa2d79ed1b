import { loadGatewayEnv, loadMigrateEnv } from './gateway.env';

describe("the gateway's environment", () => {
  it('does for the development stack as it is', () => {
    expect(loadGatewayEnv({})).toMatchObject({ HTTP_PORT: 13000, GATEWAY_ROLES: ['http', 'engine'], GATEWAY_MAX_QUEUES: 64 });
    expect(loadMigrateEnv({}).DATABASE_URL).toContain('postgres://');
  });

  it('lists every fault at once', () => {
    expect(() => loadGatewayEnv({ DATABASE_URL: 'mysql://x', AMQP_URL: 'nonsense', GATEWAY_ROLES: 'cook', GATEWAY_MAX_QUEUES: '0', HTTP_PORT: 'x' })).toThrow(/5 faults/);
  });
});

/** What an installation brings of its own. */
const OWN = {
  NODE_ENV: 'production',
  AUTH_MODE: 'required',
  GATEWAY_TOKEN_SECRET: 'a secret of this installation alone',
  DATABASE_URL: 'postgres://gateway:its-own@db/observatory',
  AMQP_URL: 'amqps://gateway:its-own@broker/observatory',
  ENCRYPTION_KEYS: `2026:${Buffer.alloc(32, 1).toString('base64')}`,
};

describe('authentication', () => {
  it('is on unless it is switched off, which it cannot be in production', () => {
    expect(() => loadGatewayEnv({ ...OWN, AUTH_MODE: 'off' })).toThrow('AUTH_MODE: is off');
    expect(loadGatewayEnv(OWN).AUTH_MODE).toBe('required');
    expect(loadGatewayEnv({}).AUTH_MODE).toBe('required');
  });

  it('does not start in production with what everybody knows', () => {
    expect(() => loadGatewayEnv({ NODE_ENV: 'production', AUTH_MODE: 'required' })).toThrow(/DATABASE_URL: is the one of development[^]*AMQP_URL: is the one[^]*GATEWAY_TOKEN_SECRET: is the one of development/);
    expect(() => loadGatewayEnv({ ...OWN, AMQP_URL: 'amqp://guest:guest@broker' })).toThrow("AMQP_URL: has RabbitMQ's own guest:guest");
    expect(() => loadGatewayEnv({ ...OWN, GATEWAY_TOKEN_SECRET: loadGatewayEnv({}).GATEWAY_TOKEN_SECRET })).toThrow('GATEWAY_TOKEN_SECRET');
  });

  it('does not start in production without keys to seal with, unless it is told that nothing is to be sealed', () => {
    expect(() => loadGatewayEnv({ ...OWN, ENCRYPTION_KEYS: '' })).toThrow('ENCRYPTION_KEYS: is required');
    expect(() => loadGatewayEnv({ ...OWN, ENCRYPTION_KEYS: 'short:abc' })).toThrow('ENCRYPTION_KEYS');
    expect(loadGatewayEnv({ ...OWN, ENCRYPTION_KEYS: '', ENCRYPTION_MODE: 'off' }).ENCRYPTION_MODE).toBe('off');
  });

  it('cannot do without its audit trail in production', () => {
    expect(() => loadGatewayEnv({ ...OWN, GATEWAY_AUDIT: 'off' })).toThrow('GATEWAY_AUDIT: is off');
    expect(loadGatewayEnv({}).GATEWAY_AUDIT).toBe('on');
  });

  it('takes tokens of one issuer for one audience only', () => {
    expect(() => loadGatewayEnv({ AUTH_JWKS_URL: 'https://login.example.org/jwks' })).toThrow(/AUTH_ISSUER[^]*AUTH_AUDIENCE/);
    expect(() => loadGatewayEnv({ AUTH_JWKS_URL: 'https://a.example.org', AUTH_JWKS_FILE: 'a.json', AUTH_ISSUER: 'i', AUTH_AUDIENCE: 'a' })).toThrow('AUTH_JWKS_FILE');
  });
});

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

describe('authentication', () => {
  it('cannot be off in production', () => {
    expect(() => loadGatewayEnv({ NODE_ENV: 'production' })).toThrow('AUTH_MODE: is off');
    expect(loadGatewayEnv({ NODE_ENV: 'production', AUTH_MODE: 'required', GATEWAY_TOKEN_SECRET: 'a secret of this installation alone' }).AUTH_MODE).toBe('required');
    expect(loadGatewayEnv({}).AUTH_MODE).toBe('off');
  });

  it('does not sign with the secret that everybody knows in production', () => {
    expect(() => loadGatewayEnv({ NODE_ENV: 'production', AUTH_MODE: 'required' })).toThrow('GATEWAY_TOKEN_SECRET: is the one of development');
    const known = loadGatewayEnv({}).GATEWAY_TOKEN_SECRET;
    expect(() => loadGatewayEnv({ NODE_ENV: 'production', AUTH_MODE: 'required', GATEWAY_TOKEN_SECRET: known })).toThrow('GATEWAY_TOKEN_SECRET');
  });

  it('takes tokens of one issuer for one audience only', () => {
    expect(() => loadGatewayEnv({ AUTH_JWKS_URL: 'https://login.example.org/jwks' })).toThrow(/AUTH_ISSUER[^]*AUTH_AUDIENCE/);
    expect(() => loadGatewayEnv({ AUTH_JWKS_URL: 'https://a.example.org', AUTH_JWKS_FILE: 'a.json', AUTH_ISSUER: 'i', AUTH_AUDIENCE: 'a' })).toThrow('AUTH_JWKS_FILE');
  });
});

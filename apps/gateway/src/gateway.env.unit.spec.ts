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

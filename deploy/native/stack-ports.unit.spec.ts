import { DEV_PORTS, PORT_NAMES, portsAt, portVariable, urlsOf } from './stack-ports';

describe('the ports of a stack', () => {
  it('are the dev ports plus the offset', () => {
    expect(portsAt('test', 10_000, {})).toMatchObject({ postgres: 25_432, rabbitmq: 25_673, rabbitmqPrometheus: 25_693, mongo: 47_017 });
  });

  it.each([-7_500, -5_000, 0, 10_000, 20_000, 30_000, 40_000])('are all different and valid at offset %d', (offset) => {
    const ports = Object.values(portsAt('x', offset, {}));
    expect(new Set(ports).size).toBe(PORT_NAMES.length);
    expect(ports.every((port) => port > 1_024 && port <= 65_535)).toBe(true);
  });

  it('of stacks at different offsets never meet', () => {
    const all = [-7_500, -5_000, 0, 10_000, 20_000, 30_000].flatMap((offset) => Object.values(portsAt('x', offset, {})));
    expect(new Set(all).size).toBe(all.length);
  });

  it('can be overridden one by one, each by a variable of its own', () => {
    expect(portVariable('dev', 'rabbitmqManagement')).toBe('DEV_RABBITMQ_MANAGEMENT_PORT');
    expect(portsAt('dev', 0, { DEV_RABBITMQ_MANAGEMENT_PORT: '4000', TEST_POSTGRES_PORT: '5000' })).toEqual({ ...DEV_PORTS, rabbitmqManagement: 4000 });
  });

  it.each(['0', '65536', 'none', '1.5'])('refuse %s with the name of the variable', (port) => {
    expect(() => portsAt('dev', 0, { DEV_MONGO_PORT: port })).toThrow(/^DEV_MONGO_PORT must be a port/);
  });

  it('make URLs on the loopback interface only', () => {
    expect(Object.values({ ...urlsOf(portsAt('dev', 0, {})) }).every((url) => url.includes('127.0.0.1'))).toBe(true);
  });
});

import { allReady, statusJson, statusTable, type Status } from './status';

const status: Status = {
  postgres: { url: 'postgres://observatory@127.0.0.1:15432/observatory', ready: true },
  gateway: { url: 'http://127.0.0.1:13000', ready: false, detail: 'rabbitmq: connection refused' },
};

describe('make status', () => {
  it('prints for a script the name, url and readiness of each, and nothing else', () => {
    expect(JSON.parse(statusJson(status))).toEqual({
      services: {
        postgres: { url: 'postgres://observatory@127.0.0.1:15432/observatory', ready: true },
        gateway: { url: 'http://127.0.0.1:13000', ready: false },
      },
    });
  });

  it('prints for people a line each, with the reason of what is down', () => {
    expect(statusTable(status).split('\n')).toEqual([expect.stringMatching(/^postgres +ready +postgres:/), expect.stringMatching(/^gateway +DOWN .*rabbitmq: connection refused$/)]);
  });

  it('is satisfied only when all is ready', () => {
    expect(allReady(status)).toBe(false);
    expect(allReady({ postgres: { url: '', ready: true } })).toBe(true);
  });
});

import { createLogger } from '..';
import { LineLimit, templateOf } from './line-limit';

const BOUNDS = { intervalMs: 1_000, perTemplate: { grave: 3, light: 10 }, inAll: 30 };

describe('the limit of lines', () => {
  it('writes the first of a kind, and tells how many came beyond', () => {
    const limit = new LineLimit(BOUNDS);
    const admitted = Array.from({ length: 10 }, (_, i) => limit.admits('error', `no connection, try ${i}`, i));
    expect(admitted.filter(Boolean)).toHaveLength(3);
    expect(limit.takeSuppressed()).toEqual([{ level: 'error', template: 'no connection, try #', lines: 7 }]);
    expect(limit.takeSuppressed()).toEqual([]);
  });

  it('starts anew with each interval, and forgets nothing that was not told', () => {
    const limit = new LineLimit(BOUNDS);
    for (let ms = 0; ms < 3_000; ms += 100) limit.admits('warn', 'again', ms);
    expect(limit.takeSuppressed()).toEqual([{ level: 'warn', template: 'again', lines: 30 - 3 * 3 }]);
  });

  it('bounds one kind without silencing another, and lets more of the harmless through', () => {
    const limit = new LineLimit(BOUNDS);
    for (let i = 0; i < 100; i++) limit.admits('error', 'a storm', 0);
    expect(limit.admits('error', 'something else', 0)).toBe(true);
    expect(Array.from({ length: 20 }, () => limit.admits('info', 'an attempt succeeded', 0)).filter(Boolean)).toHaveLength(10);
  });

  it('bounds all kinds together, the fatal excepted', () => {
    const limit = new LineLimit(BOUNDS);
    const words = Array.from({ length: 500 }, (_, i) => `kind ${String.fromCharCode(97 + (i % 26), 97 + Math.floor(i / 26))}`);
    expect(words.filter((text) => limit.admits('error', text, 0))).toHaveLength(30);
    expect(limit.admits('fatal', 'the end', 0)).toBe(true);
    const told = limit.takeSuppressed();
    expect(told.length).toBeLessThanOrEqual(258);
    expect(told.reduce((sum, { lines }) => sum + lines, 0)).toBe(470);
    expect(told.some(({ template }) => template === 'other lines')).toBe(true);
  });

  it.each([
    ['job 01a2204c-11b9-7000-a9d6-0f95146adc12 failed 3 times', 'job # failed # times'],
    ['trace 0af7651916cd43dd8448eb211c80319c', 'trace #'],
    ['connect ECONNREFUSED 127.0.0.1:5432', 'connect ECONNREFUSED #.#.#.#:#'],
  ])('knows %j by %j', (text, template) => {
    expect(templateOf(text)).toBe(template);
  });
});

describe('a logger in a storm', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  it('writes a few lines, then one that says how many were left out', () => {
    jest.useFakeTimers();
    const lines: Record<string, unknown>[] = [];
    const logger = createLogger({ service: 'worker', instanceId: 'w', bounds: BOUNDS, destination: { write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) } });
    for (let i = 0; i < 1_000; i++) logger.child({ part: 'broker' }).error({ err: new Error('refused'), try: i }, 'no connection');
    expect(lines).toHaveLength(3);
    jest.advanceTimersByTime(1_000);
    expect(lines.slice(3)).toEqual([expect.objectContaining({ level: 'error', service: 'worker', msg: 'suppressed: 997', suppressed: 997, of: 'no connection' })]);
    jest.advanceTimersByTime(10_000);
    expect(lines).toHaveLength(4);
    logger.error(new Error('no connection'));
    expect(lines).toHaveLength(5);
  });
});

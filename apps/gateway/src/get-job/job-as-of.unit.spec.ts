import { ApiError } from '#http';
import { notThen, pointOf } from './job-as-of';

const NOW = '2026-01-31T12:00:00.000Z';
const NOW_MS = Date.parse(NOW);

describe('the point that a job is asked for at', () => {
  it('is the present, a version or a moment', () => {
    expect(pointOf({}, NOW_MS)).toBeUndefined();
    expect(pointOf({ asOfVersion: 3 }, NOW_MS)).toEqual({ version: 3 });
    expect(pointOf({ asOfTime: NOW }, NOW_MS - 1_000)).toEqual({ time: NOW });
  });

  it('is refused when it is two, no moment, or one that has not come', () => {
    for (const query of [{ asOfVersion: 1, asOfTime: NOW }, { asOfTime: 'yesterday' }, { asOfTime: '2026-01-31' }, { asOfTime: '2026-02-01T00:00:00.000Z' }]) {
      expect(() => pointOf(query, NOW_MS)).toThrow(ApiError);
    }
  });

  it.each([
    [{ kind: 'before_submission', submittedAt: NOW }, `submitted at ${NOW}`],
    [{ kind: 'no_such_version', versions: 2 }, 'has 2 events so far'],
    [{ kind: 'history_gone', firstVersion: 4 }, 'no longer has the beginning'],
  ] as const)('is not found: %j', (found, detail) => {
    const error = notThen('x', found);
    expect([error.code, error.detail]).toEqual(['not_found', expect.stringContaining(detail)]);
  });
});

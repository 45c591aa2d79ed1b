import { topicPattern } from './topic-pattern';

describe('topicPattern', () => {
  it.each([
    ['job.queued', 'job.queued', true],
    ['job.queued', 'job.queued.again', false],
    ['job.*', 'job.queued', true],
    ['job.*', 'job', false],
    ['job.*', 'job.queued.again', false],
    ['*.queued', 'job.queued', true],
    ['#', 'job.queued', true],
    ['#', '', true],
    ['job.#', 'job', true],
    ['job.#', 'job.a.b', true],
    ['job.#', 'jobs.a', false],
    ['#.failed', 'job.attempt.failed', true],
    ['a.#.z', 'a.z', true],
    ['a.#.z', 'a.b.c.z', true],
    ['a.#.z', 'a.b.c', false],
    ['a.#.*.z', 'a.z', false],
    ['a.#.*.z', 'a.b.z', true],
  ])('%s on %s is %s', (pattern, subject, expected) => {
    expect(topicPattern(pattern)(subject)).toBe(expected);
  });
});

import { eventually, NeverHappened } from './eventually';

describe('eventually', () => {
  it('returns what the first good try returned', async () => {
    let tries = 0;
    const value = await eventually(() => {
      tries += 1;
      if (tries < 3) throw new Error('not yet');
      return { tries };
    });
    expect(value).toEqual({ tries: 3 });
  });

  it('takes false for "not yet" and undefined for success', async () => {
    let tries = 0;
    await eventually(() => ++tries === 3);
    expect(tries).toBe(3);
    await expect(eventually(() => undefined)).resolves.toBeUndefined();
  });

  it('names what did not happen and what the last try said', async () => {
    const failure = eventually(() => Promise.reject(new Error('it is RUNNING')), { timeoutMs: 60, message: 'the job is COMPLETED' });
    await expect(failure).rejects.toThrow(NeverHappened);
    await expect(failure).rejects.toThrow('the job is COMPLETED: not within 60 ms; the last try said: it is RUNNING');
  });

  it('does not wait for a try that hangs', async () => {
    await expect(eventually(() => new Promise<never>(() => undefined), { timeoutMs: 50, message: 'it answers' })).rejects.toThrow(/the try itself did not end in time/);
  });
});

import { DatabaseError } from 'pg';
import { CommandQueueFull, StatementRefused, storeError, StoreUnavailable } from './store-errors';

const refused = (code: string, constraint?: string): DatabaseError => Object.assign(new DatabaseError('no', 2, 'error'), { code, constraint });

describe('an error of the driver', () => {
  it('that the server gives for what the statement says is the statement\'s', () => {
    expect(storeError(refused('23514', 'finished_iff_terminal'), true)).toMatchObject({ name: 'StatementRefused', sqlState: '23514', constraint: 'finished_iff_terminal' });
  });

  it.each(['08006', '40001', '53300', '57014', '57P01', '57P03', 'XX000'])('of class %s is the store\'s, and passes', (code) => {
    expect(storeError(refused(code), true)).toBeInstanceOf(StoreUnavailable);
  });

  it('leaves the outcome open when the connection went with it, and only then', () => {
    expect(storeError(new Error('Connection terminated unexpectedly'), true)).toMatchObject({ code: 'store_unavailable', outcomeUnknown: true });
    expect(storeError(refused('57P01'), true)).toMatchObject({ outcomeUnknown: true });
    expect(storeError(refused('57014'), true)).toMatchObject({ outcomeUnknown: false });
    expect(storeError(new Error('connect ECONNREFUSED'), false)).toMatchObject({ outcomeUnknown: false });
  });

  it('that is sorted already stays as it is', () => {
    const sorted = new StoreUnavailable(new Error('x'), false);
    expect(storeError(sorted, true)).toBe(sorted);
    const wrong = new StatementRefused(refused('23505'), '23505', undefined);
    expect(storeError(wrong, true)).toBe(wrong);
  });

  it('tells a client what to do', () => {
    expect(new StoreUnavailable(undefined, true).detail).toMatch(/same idempotency key/);
    expect(new StoreUnavailable(undefined, false).detail).toMatch(/nothing was written/);
    expect(new CommandQueueFull(9)).toMatchObject({ code: 'queue_full', retryAfterSeconds: 1, detail: '9 commands wait for the store' });
  });
});

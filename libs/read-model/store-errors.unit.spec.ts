import { MongoBulkWriteError, MongoNetworkError, MongoNotConnectedError, MongoServerError } from 'mongodb';
import { isStoreUnavailable } from '.';
import { isDuplicateKey } from './store-errors';

const bulk = (inner: Error): MongoBulkWriteError => new MongoBulkWriteError(inner, {} as never);

describe('errors of the store', () => {
  it.each([
    ['a lost connection', new MongoNetworkError('connection 1 to 127.0.0.1 closed')],
    ['no connection', new MongoNotConnectedError('not connected')],
    ['a primary that steps down', new MongoServerError({ message: 'not primary', code: 10107 })],
    ['an operation that takes too long', new MongoServerError({ message: 'operation exceeded time limit', code: 50 })],
    ['a socket that breaks under a write', Object.assign(new Error('write ECONNRESET'), { code: 'ECONNRESET', syscall: 'write' })],
    ['a lost connection within a bulk write', bulk(new MongoNetworkError('connection 1 to 127.0.0.1 closed'))],
  ])('mean to wait for %s', (_, error) => {
    expect(isStoreUnavailable(error)).toBe(true);
  });

  it.each([
    ['a duplicate key', new MongoServerError({ message: 'E11000', code: 11000 })],
    ['a refused user', new MongoServerError({ message: 'not authorized', code: 13 })],
    ['a bug', new TypeError('x is not a function')],
    ['nothing', undefined],
  ])('do not mean to wait for %s', (_, error) => {
    expect(isStoreUnavailable(error)).toBe(false);
  });

  it('tell a duplicate key', () => {
    expect([isDuplicateKey(new MongoServerError({ message: 'E11000', code: 11000 })), isDuplicateKey(new Error('11000'))]).toEqual([true, false]);
  });
});

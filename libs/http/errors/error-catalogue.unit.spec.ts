import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { HttpException } from '@nestjs/common';
import { ERROR_CODES, validator } from '#contracts';
import { ApiError, ERROR_CATALOGUE, isErrorCode, toProblem } from '..';

const page = readFileSync(resolve(__dirname, '../../../docs/errors.md'), 'utf8');
const rows = [...page.matchAll(/^\| `([a-z_]+)` \| (\d{3}) \| (.+?) \| (.+?) \|$/gm)].map(([, code, status, meaning, remedy]) => ({ code, status: Number(status), meaning, remedy }));

describe('the catalogue of errors', () => {
  it('has an entry for every code of the contracts, and no other', () => {
    expect(Object.keys(ERROR_CATALOGUE).sort()).toEqual([...ERROR_CODES].sort());
  });

  it.each(ERROR_CODES)('%s is documented with its status, its meaning and what to do', (code) => {
    const row = rows.find((one) => one.code === code);
    expect(row).toMatchObject({ status: ERROR_CATALOGUE[code].status });
    expect(row?.meaning?.length).toBeGreaterThan(20);
    expect(row?.remedy?.length).toBeGreaterThan(5);
  });

  it('documents no code that does not exist', () => {
    expect(rows.filter(({ code }) => !isErrorCode(code))).toEqual([]);
  });

  it.each(ERROR_CODES.filter((code) => ERROR_CATALOGUE[code].status === 503))('%s says when to try again', (code) => {
    expect(toProblem(new ApiError(code)).retryAfterSeconds).toBeGreaterThan(0);
  });

  it.each(ERROR_CODES)('%s becomes a valid problem document', (code) => {
    const problem = toProblem(new ApiError(code, { detail: 'x'.repeat(5000), errors: [{ pointer: '/a', message: 'is wrong' }] }), { instance: '/v1/jobs', correlationId: 'c-1' });
    expect(validator('Problem')(problem)).toEqual({ ok: true, value: problem });
  });
});

describe('an error that is none of ours', () => {
  it.each([
    ['a thrown string', 'boom', 500, 'internal_error'],
    ['nothing', undefined, 500, 'internal_error'],
    ['a bug', new TypeError('x'), 500, 'internal_error'],
    ['an error of a driver', Object.assign(new Error('x'), { code: 'ECONNREFUSED' }), 500, 'internal_error'],
    ['an error with a 5xx status', Object.assign(new Error('x'), { statusCode: 502 }), 500, 'internal_error'],
    ["Nest's 400", new HttpException('x', 400), 400, 'validation_failed'],
    ["Nest's 404", new HttpException('x', 404), 404, 'not_found'],
    ["Fastify's 414", Object.assign(new Error('x'), { statusCode: 414, code: 'FST_ERR_MAX_PARAM_LENGTH' }), 414, 'validation_failed'],
    ['an inherited name that is not a code', Object.assign(new Error('x'), { code: 'toString' }), 500, 'internal_error'],
  ])('%s', (_name, error, status, code) => {
    expect(toProblem(error)).toMatchObject({ status, code });
  });
});

import { validator } from '#contracts';
import { type JobDocument, toJob, toJobSummary, toStoredError } from '..';

const document: JobDocument = {
  _id: '0193010b-0000-7000-8000-000000000001', tenantId: 'default', type: 'simulate.work', queue: 'default', priority: 'normal', status: 'FAILED', payload: '{"$where":{"a.b":1}}', correlationId: 'c-1',
  attempt: 1, maxAttempts: 5, losses: 0, submittedAt: '2026-01-01T00:00:00.000Z', finishedAt: '2026-01-01T00:00:01.000Z', result: '[null]', version: 3, position: 9,
  error: { code: 'boom', message: 'it broke', details: '{"_bsontype":"ObjectId"}' },
};

describe('a stored job', () => {
  it('becomes the job of the contract', () => {
    const job = toJob(document);
    expect(validator('Job')(job)).toMatchObject({ ok: true });
    expect(job).toMatchObject({ id: document._id, payload: { $where: { 'a.b': 1 } }, result: [null], error: { details: { _bsontype: 'ObjectId' } } });
  });

  it('becomes the summary of the contract', () => {
    expect(validator('JobSummary')(toJobSummary(document))).toMatchObject({ ok: true });
  });

  it('tells a null result from none', () => {
    expect(toJob({ ...document, result: 'null' }).result).toBeNull();
    expect('result' in toJob({ ...document, result: undefined })).toBe(false);
  });

  it('keeps an error without details without details', () => {
    expect(JSON.parse(JSON.stringify(toStoredError({ code: 'a', message: 'b' })))).toEqual({ code: 'a', message: 'b' });
    expect(toStoredError(undefined)).toBeUndefined();
  });
});

import { createGatewayClient, createObservatoryClient, ProblemError, type ReadBody, type ReadQuery } from '.';

const JOB = '0193010b-0000-7000-8000-000000000001';

/** A service that answers the same to all, and remembers what it was asked. */
function service(status: number, body: string, contentType = 'application/json') {
  const asked: { method: string; url: string; body: string }[] = [];
  const fetch = async (request: Request): Promise<Response> => {
    asked.push({ method: request.method, url: request.url, body: await request.text() });
    return new Response(body, { status, headers: { 'content-type': contentType } });
  };
  return { asked, baseUrl: 'http://observatory.test', fetch };
}

describe('the generated client', () => {
  it('fills in path and query, and answers the body with the type of the contract', async () => {
    const { asked, ...options } = service(200, JSON.stringify({ items: [], freshness: { position: 7 } }));
    const query: ReadQuery<'/v1/jobs'> = { tag: ['a', 'b'], limit: 5 };
    const page: ReadBody<'/v1/jobs'> = await createObservatoryClient(options).get('/v1/jobs', { params: { query } });
    expect(page.freshness.position).toBe(7);
    expect(page.items.map(({ id }) => id)).toEqual([]);
    await createObservatoryClient(options).get('/v1/jobs/{id}/timeline', { params: { path: { id: JOB }, query: { atLeast: 9 } } });
    await createObservatoryClient(options).get('/v1/overview');
    expect(asked.map(({ url }) => url)).toEqual([
      'http://observatory.test/v1/jobs?tag=a&tag=b&limit=5', `http://observatory.test/v1/jobs/${JOB}/timeline?atLeast=9`, 'http://observatory.test/v1/overview',
    ]);
  });

  it('sends commands', async () => {
    const { asked, ...options } = service(202, JSON.stringify({ jobId: JOB }));
    await createGatewayClient(options).post('/v1/jobs/{id}/cancel', { params: { path: { id: JOB } }, body: { by: 'ada' } });
    expect(asked).toEqual([{ method: 'POST', url: `http://observatory.test/v1/jobs/${JOB}/cancel`, body: '{"by":"ada"}' }]);
  });

  it('throws a problem by its code', async () => {
    const problem = { type: 'about:blank', title: 'The read model has not reached the position yet', status: 503, code: 'at_least_timeout', detail: 'not within 5 s', retryAfterSeconds: 1 };
    const client = createObservatoryClient(service(503, JSON.stringify(problem), 'application/problem+json'));
    const refusal = await client.get('/v1/overview').catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(ProblemError);
    expect(refusal).toMatchObject({ status: 503, code: 'at_least_timeout', message: 'not within 5 s', retryAfterSeconds: 1, isNotFound: false, problem });
  });

  it.each([[502, '<h1>Bad Gateway</h1>', 'text/html'], [500, '{"error":1}', 'application/json'], [404, '', 'text/plain']])('says of an answer that is no problem document that it is unreadable (%i %s)', async (status, body, type) => {
    const refusal = await createObservatoryClient(service(status, body, type)).get('/v1/overview').catch((error: unknown) => error);
    expect(refusal).toMatchObject({ status, code: 'unreadable_answer', problem: undefined, isNotFound: status === 404 });
  });

  it('lets what fetch says of a missing answer through', async () => {
    const client = createObservatoryClient({ baseUrl: 'http://observatory.test', fetch: () => Promise.reject(new TypeError('fetch failed')) });
    await expect(client.get('/v1/overview')).rejects.toThrow(TypeError);
  });
});

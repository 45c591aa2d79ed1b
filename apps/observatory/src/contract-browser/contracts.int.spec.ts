import { type ContractDetailResponse, type ContractPageResponse, type Problem, SCHEMAS, validator } from '#contracts';
import type { Service } from '#http';
import { startObservatory } from '../observatory.harness';

jest.setTimeout(30_000);

/* Without a database: what rests in the release is told while the store is away. */
describe('contracts and runbooks', () => {
  let service: Service;
  beforeAll(async () => {
    service = await startObservatory({ url: 'mongodb://127.0.0.1:9/?replicaSet=rs0', database: 'nowhere' });
  });
  afterAll(() => service.stop());
  const get = (url: string) => service.app.inject({ method: 'GET', url });

  it('lists every schema, by kind and name', async () => {
    const page = (await get('/v1/contracts')).json<ContractPageResponse>();
    expect(validator('ContractPageResponse')(page)).toEqual({ ok: true, value: page });
    expect(page.items).toHaveLength(Object.keys(SCHEMAS).length);
    expect(new Set(page.items.map(({ name }) => name)).size).toBe(page.items.length);
    expect(page.items.filter(({ examples }) => examples === 0)).toEqual([]);
    expect(page.items).toContainEqual(expect.objectContaining({ name: 'job.completed', kind: 'events' }));
  });

  it.each(['job.completed', 'Job', 'worker.heartbeat', 'Envelope'])('gives %s with examples that it accepts', async (name) => {
    const body = (await get(`/v1/contracts/${name}`)).json<ContractDetailResponse>();
    expect(validator('ContractDetailResponse')(body)).toEqual({ ok: true, value: body });
    expect(body).toMatchObject({ contract: { name, examples: body.examples.length }, schema: { type: 'object' } });
    expect(body.examples.length).toBeGreaterThan(0);
  });

  it('gives a runbook as text', async () => {
    const { items } = (await get('/v1/runbooks')).json<{ items: string[] }>();
    expect(items.length).toBeGreaterThan(10);
    expect((await get(`/v1/runbooks/${items[0]}`)).json()).toEqual({ alert: items[0], markdown: expect.stringContaining('## Meaning') as string });
  });

  it.each([['/v1/contracts/Nothing', 404, 'not_found'], ['/v1/contracts/..%2fsecrets', 400, 'validation_failed'], ['/v1/runbooks/Nothing', 404, 'not_found'], ['/v1/runbooks/a.b', 400, 'validation_failed']])('%s is refused', async (url, status, code) => {
    const answer = await get(url);
    expect([answer.statusCode, answer.json<Problem>().code]).toEqual([status, code]);
  });
});

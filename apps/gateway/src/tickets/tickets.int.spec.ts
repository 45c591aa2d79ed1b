import { createHash, createHmac } from 'node:crypto';
import type { CreatedTicketResponse, Problem, Role } from '#contracts';
import { ApiKeyStore, StorePool } from '#event-log';
import { eventually } from '#testing';
import { freshStores, TestGateway } from '../gateway.builder';

jest.setTimeout(60_000);

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const [OLD, NEW] = [`old:${'o'.repeat(32)}`, `new:${'n'.repeat(32)}`];
const BODY = '{"type":"simulate.work",  "payload":{"from":"a webhook"}}';
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

let stores: { DATABASE_URL: string; AMQP_URL: string };
let pool: StorePool;
let keys: ApiKeyStore;
let gateway: TestGateway;
let key: string;

const startGateway = async (variables: Record<string, string> = {}): Promise<TestGateway> => {
  const started = await TestGateway.start(stores, { AUTH_MODE: 'required', GATEWAY_TICKET_KEYS: `${OLD},${NEW}`, ...variables });
  await eventually(() => expect(started.isReady).toBe(true));
  return started;
};
const keyOf = async (tenantId: string, ...roles: Role[]) => (await keys.create({ tenantId, roles, name: 'spec', createdBy: 'spec' })).key;
const make = async (request: Record<string, unknown> = {}, as = key, at = gateway) => at.post('/v1/tickets', { method: 'POST', path: '/v1/jobs', bodySha256: sha256(BODY), ...request }, { authorization: `Bearer ${as}` });
const ticketFor = async (request: Record<string, unknown> = {}): Promise<CreatedTicketResponse> => (await make(request)).json() as Promise<CreatedTicketResponse>;
const show = (ticket: string, body = BODY, at = gateway, path = '/v1/jobs') => at.post(path, body , { authorization: `Ticket ${ticket}` });
const outcomeOf = async (answer: Response): Promise<[number, string | undefined]> => [answer.status, ((await answer.json()) as Partial<Problem>).code];
const countOf = async (outcome: string): Promise<number> => {
  const text = await (await gateway.request('GET', '/metrics', undefined, { authorization: `Bearer ${key}` })).text();
  return Number(new RegExp(`^observatory_tickets_total\\{.*outcome="${outcome}".*\\} (\\d+)`, 'm').exec(text)?.[1]);
};

beforeAll(async () => {
  stores = await freshStores();
  pool = new StorePool({ url: stores.DATABASE_URL, applicationName: 'spec', max: 1, logger: silent });
  keys = new ApiKeyStore(pool);
  gateway = await startGateway();
  key = await keyOf('default', 'admin');
});
afterAll(async () => {
  await gateway?.stop();
  await pool?.end();
});

describe('a ticket', () => {
  it('submits one job for the tenant that made it, without any credential', async () => {
    const { ticket, ...made } = (await (await make({ ttlMs: 60_000 }, await keyOf('acme', 'submitter'))).json()) as CreatedTicketResponse;
    expect(made).toMatchObject({ tenantId: 'acme', method: 'POST', path: '/v1/jobs', bodySha256: sha256(BODY) });
    expect(Date.parse(made.expiresAt) - Date.parse(made.issuedAt)).toBe(60_000);
    const answer = await show(ticket);
    expect(answer.status).toBe(202);
    const { jobId } = (await answer.json()) as { jobId: string };
    const job = (await (await gateway.request('GET', `/v1/jobs/${jobId}`, undefined, { authorization: `Bearer ${await keyOf('acme', 'viewer')}` })).json()) as object;
    expect(job).toMatchObject({ tenantId: 'acme', payload: { from: 'a webhook' } });
  });

  it('is good once: a repeat is answered with the job of the first time, and counted', async () => {
    const before = await countOf('replayed');
    const { ticket } = await ticketFor();
    const answers = await Promise.all(Array.from({ length: 20 }, () => show(ticket)));
    expect(answers.map(({ status }) => status).sort()).toEqual([202, ...Array<number>(19).fill(409)]);
    const problem = (await (await show(ticket)).json()) as Problem;
    expect(problem).toMatchObject({ status: 409, code: 'ticket_replayed', detail: expect.stringMatching(/used for job [0-9a-f-]{36}/) as string });
    expect(await countOf('replayed')).toBe(before + 20);
    const events = await (await gateway.request('GET', '/metrics', undefined, { authorization: `Bearer ${key}` })).text();
    expect(events).toMatch(/observatory_security_events_total\{.*category="replay".*\} [1-9]/);
  });

  it('is good once, at whichever gateway, and after that has been restarted', async () => {
    const { ticket } = await ticketFor();
    const other = await startGateway();
    expect((await show(ticket)).status).toBe(202);
    expect(await outcomeOf(await show(ticket, BODY, other))).toEqual([409, 'ticket_replayed']);
    await other.stop();
  });

  it('is left good by a submission that fails', async () => {
    const bad = '{"type":"NOT A TYPE"}';
    const refused = await ticketFor({ bodySha256: sha256(bad) });
    for (let i = 0; i < 2; i++) expect(await outcomeOf(await show(refused.ticket, bad))).toEqual([400, 'validation_failed']);
    const { ticket } = await ticketFor();
    expect(await outcomeOf(await gateway.request('POST', '/v1/jobs', BODY, { authorization: `Ticket ${ticket}`, 'content-type': 'text/plain' }))).toEqual([415, 'unsupported_media_type']);
    expect(await outcomeOf(await gateway.post('/v1/jobs', BODY , { authorization: `Ticket ${ticket}`, 'idempotency-key': 'schedule:x' }))).toEqual([400, 'validation_failed']);
    expect((await show(ticket)).status).toBe(202);
  });

  it('is for its own body, method and path', async () => {
    const { ticket } = await ticketFor();
    for (const body of ['{"type":"other"}', `${BODY} `, BODY.replace('  ', ' ')]) expect(await outcomeOf(await show(ticket, body))).toEqual([403, 'ticket_mismatch']);
    for (const path of ['/v1/jobs/bulk', '/v1/tickets', '/v1/keys', '/v1/jobs?x=1', '/v1/jobs/x/cancel']) expect([await outcomeOf(await show(ticket, BODY, gateway, path)), path]).toEqual([[403, 'ticket_mismatch'], path]);
    expect(await outcomeOf(await gateway.request('GET', '/v1/me', undefined, { authorization: `Ticket ${ticket}` }))).toEqual([403, 'ticket_mismatch']);
    expect((await show(ticket)).status).toBe(202);
  });

  it('is refused when it was forged, has expired, or lives too long', async () => {
    const { ticket } = await ticketFor();
    for (const forged of [`${ticket.slice(0, -2)}AA`, ticket.replace('jt.old', 'jt.new'), 'x', `${ticket} ${ticket}`]) expect(await outcomeOf(await show(forged))).toEqual([401, 'unauthorized']);
    const short = await ticketFor({ ttlMs: 1_000 });
    await eventually(async () => expect(await outcomeOf(await show(short.ticket, '{}'))).toEqual([401, 'unauthorized']), { timeoutMs: 10_000, message: 'the ticket has expired' });
    const strict = await startGateway({ MAX_TICKET_TTL_MS: '5000' });
    expect(await outcomeOf(await show(ticket, BODY, strict))).toEqual([401, 'unauthorized']);
    expect(await countOf('too_long')).toBe(1);
    expect(await outcomeOf(await make({ ttlMs: 5_001 }, key, strict))).toEqual([400, 'validation_failed']);
    await strict.stop();
    expect((await show(ticket)).status).toBe(202);
  });

  it('outlives a change of keys without a moment of refusal', async () => {
    const { ticket } = await ticketFor();
    const next = await startGateway({ GATEWAY_TICKET_KEYS: `${NEW},${OLD}` });
    const { ticket: newer } = (await (await make({}, key, next)).json()) as CreatedTicketResponse;
    expect(newer).toMatch(/^jt\.new\./);
    expect((await show(newer)).status).toBe(202);
    expect((await show(ticket, BODY, next)).status).toBe(202);
    await next.stop();
    const last = await startGateway({ GATEWAY_TICKET_KEYS: NEW });
    expect(await outcomeOf(await show(ticket, BODY, last))).toEqual([401, 'unauthorized']);
    await last.stop();
  });

  it('counts where nobody needs a credential as well', async () => {
    const open = await startGateway({ AUTH_MODE: 'off' });
    const { ticket } = await ticketFor();
    expect((await show(ticket, BODY, open)).status).toBe(202);
    expect(await outcomeOf(await show(ticket, BODY, open))).toEqual([409, 'ticket_replayed']);
    expect(await outcomeOf(await show('junk', BODY, open))).toEqual([401, 'unauthorized']);
    await open.stop();
  });

  it('is made by those who may submit, and by nobody who may not', async () => {
    for (const role of ['viewer', 'auditor', 'worker', 'monitor'] as const) expect((await make({}, await keyOf('acme', role))).status).toBe(403);
    const { ticket } = await ticketFor();
    expect(await outcomeOf(await gateway.post('/v1/tickets', {}, { authorization: `Ticket ${ticket}` }))).toEqual([403, 'ticket_mismatch']);
  });

  it('cannot be made out of one that was signed for somebody else', async () => {
    const { ticket } = await ticketFor();
    const [, kid, claims = ''] = ticket.split('.');
    const other = Buffer.from(Buffer.from(claims, 'base64url').toString().replace('"default"', '"acme"')).toString('base64url');
    const mac = createHmac('sha256', 'guessed').update(`jt.${kid}.${other}`).digest('base64url');
    expect(await outcomeOf(await show(`jt.${kid}.${other}.${mac}`))).toEqual([401, 'unauthorized']);
  });
});

import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { validator, type SchemaName } from '#contracts';
import { eventually, slowLink } from '#testing';
import { keyOf } from '../deploy/native/credentials';
import { installTools } from '../deploy/native/install';
import { Client } from './system/client';
import { freshStores } from './system/stores';
import { System } from './system/system';

const PROGRAM = join('dist', 'apps', 'tui', 'main.mjs');
const SOCKET = `observatory-tui-${process.pid}`;

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly told: string;
}

describe('the terminal console over a real platform', () => {
  let system: System;
  let client: Client;
  let environment: NodeJS.ProcessEnv;

  const run = (...words: string[]): Promise<Ended> =>
    new Promise((resolve) => {
      execFile(process.execPath, [PROGRAM, ...words], { env: environment }, (error, out, told) => resolve({ code: error === null ? 0 : Number(error.code), out, told }));
    });

  /** tmux: a real terminal, whose screen can be read. */
  const tmux = (...words: string[]): string => {
    const { status, stdout, stderr } = spawnSync('tmux', ['-L', SOCKET, '-f', '/dev/null', ...words], { encoding: 'utf8', env: environment });
    if (status !== 0) throw new Error(`tmux ${words.join(' ')}: ${stderr}`);
    return stdout;
  };
  const screen = (): string => tmux('capture-pane', '-p', '-t', 'console');
  const type = (...keys: string[]): string => tmux('send-keys', '-t', 'console', ...keys);
  const sees = (what: string | RegExp, timeoutMs = 10_000): Promise<void> =>
    eventually(async () => expect(screen()).toMatch(what), { timeoutMs, message: `the screen shows ${String(what)}` });

  beforeAll(async () => {
    await installTools(['tmux'], (line) => process.stderr.write(`${line}\n`));
    system = await System.start({ stores: await freshStores() });
    client = Client.of(system);
    environment = { ...process.env, OBSERVATORY_URL: system.one('observatory').url, GATEWAY_URL: system.one('gateway').url, OBSERVATORY_TOKEN: keyOf(system.credentials, 'tests'), LANG: 'C.UTF-8', NO_COLOR: undefined, FORCE_COLOR: undefined };
  }, 90_000);

  afterAll(async () => {
    spawnSync('tmux', ['-L', SOCKET, 'kill-server']);
    await system?.stop();
  }, 60_000);

  it('answers scripts: documents by the contracts, and exit codes', async () => {
    const done = await run('submit', 'simulate.work', '--payload', '{"durationMs":20}', '--tag', 'seen', '--watch', '--json');
    expect(done.code).toBe(0);
    const { jobId } = JSON.parse(done.out.split('\n')[0] ?? '') as { jobId: string };
    const failed = await run('submit', 'simulate.work', '--payload', '{"durationMs":1,"failureProbability":1}', '--max-attempts', '1', '--watch');
    expect(failed.code).toBe(1);
    expect(failed.out).toMatch('FAILED');
    await client.until(jobId, 'COMPLETED');
    const asked: [SchemaName, string[]][] = [
      ['OverviewResponse', ['overview']],
      ['JobListResponse', ['jobs', 'list', '--tag', 'seen']],
      ['JobDetailResponse', ['job', 'show', jobId]],
      ['TimelineResponse', ['job', 'timeline', jobId]],
      ['JobWhyResponse', ['job', 'why', jobId]],
      ['QueuePageResponse', ['queues']],
      ['WorkerPageResponse', ['workers']],
      ['ErrorPageResponse', ['errors']],
      ['AlertListResponse', ['alerts']],
      ['SchedulePageResponse', ['schedules']],
      ['OperationPageResponse', ['operations']],
      ['AuditListResponse', ['audit', '--verdict', 'accepted']],
      ['IncidentListResponse', ['incidents', '--state', 'open']],
    ];
    await Promise.all(asked.map(async ([schema, words]) => {
      const { code, out, told } = await run(...words, '--json');
      expect({ words, code, told }).toEqual({ words, code: 0, told: '' });
      expect({ words, ...validator(schema)(JSON.parse(out)) }).toMatchObject({ words, ok: true });
    }));
    expect((await run('jobs', 'export', '--format', 'ndjson')).out.trim().split('\n')).toHaveLength(2);
    expect((await run('jobs', 'export', '--format', 'csv', '--tag', 'seen')).out).toMatch(/^id,type,queue,status/);
    expect((await run('jobs', 'export', '--state', 'BROKEN')).code).toBe(2);
    expect((await run('job', 'show', '00000000-0000-7000-8000-000000000000')).code).toBe(3);
    expect((await run('job', 'show', 'seven')).code).toBe(2);
    expect((await run('jobs', 'list', '--state', 'BROKEN')).code).toBe(2);
    expect((await run('workers', '--observatory', 'http://127.0.0.1:9')).code).toBe(4);
    expect((await run('--help')).out).toMatch('Exit codes:');
  }, 60_000);

  it('shows pages, goes by keys, follows the size of the terminal, and bears an observatory that goes away', async () => {
    const before = (await client.overview()).counts;
    tmux('new-session', '-d', '-s', 'console', '-x', '80', '-y', '24', `${process.execPath} ${PROGRAM}`);
    await sees(new RegExp(`COMPLETED +${before.COMPLETED}`));
    await sees('● live at');
    type(':', 'jobs state=FAI');
    await sees('state=FAILED');
    type('Tab');
    await sees(':jobs state=FAILED');
    type('Enter');
    await sees(/jobs state=FAILED {2}1\b[^]*simulate\.work/);
    type('Enter');
    await sees(/Timeline[^]*job\.failed/);
    type('y');
    await sees('ended');
    tmux('resize-window', '-t', 'console', '-x', '120', '-y', '40');
    await eventually(
      async () => {
        const [line] = screen().split('\n');
        expect(line).toMatch(/● live at \d+$/);
        expect(line).toHaveLength(120);
      },
      { message: 'the first line reaches the new edge' },
    );
    type('2');
    const { jobId } = await client.submit({ type: 'simulate.work', payload: { durationMs: 600_000 } });
    await sees(new RegExp(`${jobId.slice(-12)} +RUNNING`));
    type('g', 'C-d');
    await sees(`Cancel job ${jobId}?`);
    type('y');
    await client.until(jobId, 'CANCELLED');
    await sees(new RegExp(`${jobId.slice(-12)} +CANCELLED`));
    const observatory = system.one('observatory');
    await observatory.end();
    await sees(/✕ away since [^]*does not answer: nobody listens there[^]*make status[^]*CANCELLED/);
    observatory.start();
    await sees('● live at', 30_000);
    type('8');
    await sees(/job\.cancelled/);
    const { jobId: another } = await client.submit({ type: 'simulate.work', payload: { durationMs: 1 } });
    await sees(new RegExp(`job\\.completed +${another.slice(-12)}`));
    type('C-c');
    await eventually(async () => expect(spawnSync('tmux', ['-L', SOCKET, 'has-session']).status).toBe(1), { message: 'the console has ended' });
  }, 60_000);

  it('stays usable over a slow link: 6 kB a second, a fifth of a second away, while jobs run', async () => {
    const link = await slowLink(system.one('observatory').url, { bytesPerSecond: 6_000, delayMs: 100 });
    const drawn = join(tmpdir(), `${SOCKET}.bytes`);
    tmux('new-session', '-d', '-s', 'console', '-x', '80', '-y', '24', '-e', `OBSERVATORY_URL=${link.url}`, `${process.execPath} ${PROGRAM}`);
    tmux('pipe-pane', '-t', 'console', `cat > ${drawn}`);
    const startedAt = performance.now();
    await sees('● live at', 20_000);
    const jobs = await Promise.all(Array.from({ length: 40 }, (_, n) => client.submit({ type: 'simulate.work', payload: { durationMs: 20 * n } })));
    // Keys act at once, whatever is on its way: what they change is drawn within the fifth of a second of a frame.
    for (const [keys, seen] of [[':', /: +a page/], ['jobs', ':jobs'], ['Enter', /^jobs/m], ['?', 'any key closes this'], ['Escape', '? help']] as const) {
      type(keys);
      await sees(seen, 2_000);
    }
    await sees(new RegExp(`${jobs.at(-1)?.jobId.slice(-12)} +COMPLETED`), 20_000);
    type('8');
    await sees(/job\.completed/, 20_000);
    type('0');
    await sees('the trail is whole', 20_000);
    // And the terminal itself may be at the other end of a slow line: no screen is sent anew for what has changed in it.
    const bytesPerSecond = readFileSync(drawn).length / ((performance.now() - startedAt) / 1_000);
    expect(bytesPerSecond).toBeLessThan(6_000);
    type('C-c');
    await eventually(async () => expect(spawnSync('tmux', ['-L', SOCKET, 'has-session']).status).toBe(1), { message: 'the console has ended' });
    expect(link.bytesDown).toBeGreaterThan(1_000);
    await link.close();
  }, 120_000);
});

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../../../libs/testing';
import { identify, isAlive, liveRecord, readRecord, spawnDetached, writeRecord } from '../owned-process';
import { type AppDefinition, APP_NAMES, type AppName } from './app-definitions';
import { Supervisor } from './supervisor';

/** Real processes: each writes a line when it starts and one when it is told to end. */
const SCRIPT = `
const { appendFileSync } = require('node:fs');
appendFileSync(process.env.DIARY, process.env.NAME + ' started\\n');
process.on('SIGTERM', () => { appendFileSync(process.env.DIARY, process.env.NAME + ' stopped\\n'); process.exit(0); });
if (process.env.EXIT) process.exit(Number(process.env.EXIT));
setInterval(() => undefined, 1000);
`;

describe('the supervisor', () => {
  let folder: string;
  let supervisor: Supervisor;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'supervisor-'));
    writeFileSync(join(folder, 'app.js'), SCRIPT);
    writeFileSync(join(folder, 'diary'), '');
  });

  afterEach(async () => {
    await supervisor.stop();
    rmSync(folder, { recursive: true });
  });

  const app = (name: AppName, environment: Record<string, string> = {}): AppDefinition => ({
    name,
    script: join(folder, 'app.js'),
    url: 'http://127.0.0.1:1',
    environment: { DIARY: join(folder, 'diary'), NAME: name, ...environment },
    logFile: join(folder, `${name}.log`),
    pidFile: join(folder, `${name}.pid.json`),
  });

  const diary = () => readFileSync(join(folder, 'diary'), 'utf8').trim().split('\n');

  it('starts a service again that was killed', async () => {
    const worker = app('worker');
    supervisor = new Supervisor([worker]);
    await supervisor.start();
    await eventually(() => diary()[0] === 'worker started' && liveRecord(worker.pidFile) !== undefined, { message: 'it runs' });
    const first = readRecord(worker.pidFile);
    process.kill(first?.pid ?? 0, 'SIGKILL');
    await eventually(() => expect(diary()).toEqual(['worker started', 'worker started']), { message: 'it runs again' });
    expect(isAlive(first)).toBe(false);
    expect(readFileSync(worker.logFile, 'utf8')).toContain('ended (SIGKILL)');
  });

  it('does not start one again whose configuration is wrong', async () => {
    const gateway = app('gateway', { EXIT: '78' });
    supervisor = new Supervisor([gateway]);
    await supervisor.start();
    await eventually(() => expect(readFileSync(gateway.logFile, 'utf8')).toContain('not started again: its configuration cannot be read'), { message: 'it is given up' });
    expect(diary()).toEqual(['gateway started']);
  });

  it('ends the readers first and the gateway last', async () => {
    supervisor = new Supervisor(APP_NAMES.map((name) => app(name)));
    await supervisor.start();
    await eventually(() => diary().length === 4, { message: 'all run' });
    await supervisor.stop();
    expect(diary().slice(4)).toEqual(['observatory stopped', 'worker stopped', 'aggregator stopped', 'gateway stopped']);
  });

  it('ends what a killed supervisor left behind before it starts its own', async () => {
    const worker = app('worker');
    const left = await spawnDetached({ file: process.execPath, args: [worker.script], env: { ...process.env, ...worker.environment } }, worker.logFile);
    const orphan = identify(left.pid);
    if (orphan !== undefined) writeRecord(worker.pidFile, orphan);
    await eventually(() => diary()[0] === 'worker started', { message: 'the first runs' });
    supervisor = new Supervisor([worker]);
    await supervisor.start();
    await eventually(() => diary().length >= 3, { message: 'the second runs' });
    expect(diary().slice(0, 3)).toEqual(['worker started', 'worker stopped', 'worker started']);
    expect(isAlive(orphan)).toBe(false);
  });
});

import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { identify, readRecord, writeRecord } from './owned-process';
import { serverState, stackFolder, startStack, stopStack } from './index';

const quiet = () => undefined;

/** Redis stands for every server here: it starts in a tenth of a second, and all go the same way. */
describe('a stack', () => {
  const options = { servers: ['redis'], portOffset: -6_500, shiftPorts: true } as const;
  const pidFile = () => join(stackFolder('repeat'), 'redis', 'server.pid.json');

  afterAll(async () => {
    await stopStack('repeat', { say: quiet });
    rmSync(stackFolder('repeat'), { recursive: true, force: true });
  });

  it('that is started twice keeps its process and says so', async () => {
    const first = await startStack('repeat', { ...options, say: quiet });
    const before = readRecord(pidFile());
    const said: string[] = [];
    expect(await startStack('repeat', { ...options, say: (line) => said.push(line) })).toEqual(first);
    expect(readRecord(pidFile())).toEqual(before);
    expect(said.join()).toMatch(/redis +already running on port \d+/);
  });

  it('that two processes start at once is started once', async () => {
    await stopStack('repeat', { say: quiet });
    const both = await Promise.all([startStack('repeat', { ...options, say: quiet }), startStack('repeat', { ...options, say: quiet })]);
    expect(both[0]).toEqual(both[1]);
    expect((await serverState('repeat', 'redis')).ready).toBe(true);
  });

  it('is stopped by its own process id only: a reused one is left alone', async () => {
    await stopStack('repeat', { say: quiet });
    const me = identify(process.pid);
    expect(me).toBeDefined();
    writeRecord(pidFile(), { pid: process.pid, startMark: 'of another process' });
    expect(await stopStack('repeat', { say: quiet })).toBe(false);
    expect(identify(process.pid)).toEqual(me);
  });

  it('that is stopped twice says that nothing ran, and its data stays', async () => {
    await startStack('repeat', { ...options, say: quiet });
    expect(await stopStack('repeat', { say: quiet })).toBe(true);
    expect(await stopStack('repeat', { say: quiet })).toBe(false);
    expect(spawnSync('test', ['-d', join(stackFolder('repeat'), 'redis', 'data')]).status).toBe(0);
  });
});

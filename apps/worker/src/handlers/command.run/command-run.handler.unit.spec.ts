import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '#testing';
import { tryHandler, type TryOptions } from '#worker-sdk';
import { readAllowedCommands } from './allowed-commands';
import { commandRun } from './command-run.handler';
import type { CommandRunPayload } from './command-run.payload';

const SH = { program: '/bin/sh', args: ['-c'] };
const handler = commandRun({
  sh: { ...SH, allowEnv: ['GREETING'], env: { FIXED: 'by the operator' } },
  brief: { ...SH, timeoutMs: 150 },
  small: { ...SH, memoryMb: 64 },
  cat: { program: '/bin/cat' },
  missing: { program: '/nowhere/to/be/found' },
});

const run = (payload: CommandRunPayload, options?: TryOptions) => tryHandler(handler, payload, options);
const script = (text: string, more: Partial<CommandRunPayload> = {}, options?: TryOptions) => run({ command: 'sh', args: [text], ...more }, options);
const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    // A zombie whose parent is gone waits for nobody but init.
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
};

describe('command.run', () => {
  it('runs a program, keeps its output, and tells its lines', async () => {
    const { outcome, lines } = await script('echo one; echo two >&2; printf three');
    expect(outcome).toMatchObject({ kind: 'succeeded', result: { exitCode: 0, stdout: 'one\nthree', stderr: 'two\n', stdoutTruncated: false, stderrTruncated: false } });
    expect(lines.map(({ level, text }) => `${level} ${text}`).sort()).toEqual(['info one', 'info three', 'warn two']);
  });

  it('hands arguments over as they are: no shell reads them', async () => {
    const { outcome } = await script('printf "[%s]" "$@"', { args: ['printf "[%s]" "$@"', 'sh', '$(whoami); *', "it's", ''] });
    expect(outcome).toMatchObject({ result: { stdout: "[$(whoami); *][it's][]" } });
  });

  it('feeds stdin, and does not mind a program that does not read it', async () => {
    expect((await run({ command: 'cat', stdin: 'grüß dich' })).outcome).toMatchObject({ result: { stdout: 'grüß dich' } });
    expect((await script('exit 0', { stdin: 'x'.repeat(131_072) })).outcome).toMatchObject({ kind: 'succeeded' });
  });

  it('gives it the variables that are allowed, and none of the worker', async () => {
    process.env['WORKER_SECRET_OF_SPEC'] = 'secret';
    const { outcome } = await script('env', { env: { GREETING: 'hi' } }, { idempotencyKey: 'key-1', attempt: 2 });
    delete process.env['WORKER_SECRET_OF_SPEC'];
    const { stdout } = (outcome as { result: { stdout: string } }).result;
    expect(stdout.split('\n').map((line) => line.split('=')[0]).filter((name) => name && !['PWD', '_', 'SHLVL', 'OLDPWD'].includes(name)).sort()).toEqual(['FIXED', 'GREETING', 'JOB_ATTEMPT', 'JOB_IDEMPOTENCY_KEY', 'JOB_RUN_ID', 'LANG', 'PATH']);
    expect(stdout).toContain('GREETING=hi\n');
    expect(stdout).toContain('JOB_IDEMPOTENCY_KEY=key-1\n');
    for (const name of ['LD_PRELOAD', 'FIXED']) expect((await script('true', { env: { [name]: 'x' } })).outcome).toMatchObject({ error: { code: 'variable_not_allowed', retryable: false } });
  });

  it.each([
    [3, {}, 'failed', true],
    [3, { giveUpCodes: [3] }, 'failed', false],
    [3, { successCodes: [0, 3] }, 'succeeded', undefined],
  ])('exit code %i with %j: %s', async (code, more, kind, retryable) => {
    const { outcome } = await script(`echo why >&2; exit ${code}`, more);
    expect(outcome.kind).toBe(kind);
    if (outcome.kind === 'failed') expect(outcome.error).toMatchObject({ code: 'command_failed', retryable, details: { exitCode: 3, stderr: 'why\n' } });
  });

  it('says that a program was killed by somebody else', async () => {
    expect((await script('kill -9 $$')).outcome).toMatchObject({ error: { code: 'command_killed', retryable: true, details: { signal: 'SIGKILL' } } });
  });

  it('stops it when its time is over, which a job can shorten and not lengthen', async () => {
    for (const payload of [{ command: 'brief', args: ['echo begun; exec sleep 60'], timeoutMs: 60_000 }, { command: 'sh', args: ['echo begun; exec sleep 60'], timeoutMs: 150 }]) {
      const { outcome } = await run(payload);
      expect(outcome).toMatchObject({ kind: 'failed', cause: 'timed_out', error: { code: 'timed_out', details: { stdout: 'begun\n' } } });
    }
  });

  describe('on cancel', () => {
    let directory: string;
    beforeAll(async () => {
      directory = await mkdtemp(join(tmpdir(), 'command-run-'));
    });
    afterAll(() => rm(directory, { recursive: true }));

    it.each([
      ['that heeds SIGTERM', '', 1_500],
      ['that is deaf to it', "trap '' TERM; ", 4_500],
    ])('kills the whole group of a program %s', async (_, prefix, withinMs) => {
      const pids = join(directory, `pids-${withinMs}`);
      const controller = new AbortController();
      const running = script(`${prefix}sleep 60 & echo $$ $! > ${pids}; wait; sleep 60`, {}, { signal: controller.signal });
      const [leader, child] = await eventually(() => {
        const found = readFileSync(pids, 'utf8').trim().split(' ').map(Number);
        expect(found).toHaveLength(2);
        return found as [number, number];
      });
      expect([isAlive(leader), isAlive(child)]).toEqual([true, true]);
      const at = performance.now();
      controller.abort('cancelled');
      expect((await running).outcome).toMatchObject({ kind: 'failed', error: { code: 'cancelled' } });
      expect(performance.now() - at).toBeLessThan(withinMs);
      await eventually(() => expect([isAlive(leader), isAlive(child)]).toEqual([false, false]));
    }, 10_000);
  });

  it('kills what a program leaves behind, and does not wait for it', async () => {
    const at = performance.now();
    const { outcome } = await script('sleep 60 & echo $!');
    expect(performance.now() - at).toBeLessThan(2_000);
    const pid = Number((outcome as { result: { stdout: string } }).result.stdout);
    await eventually(() => expect(isAlive(pid)).toBe(false));
  });

  it('limits the memory of a program', async () => {
    const take = (mebibytes: number) => run({ command: 'small', args: [`dd if=/dev/zero of=/dev/null bs=${mebibytes}M count=1 2>&1`] });
    expect((await take(1)).outcome).toMatchObject({ kind: 'succeeded' });
    expect((await take(256)).outcome).toMatchObject({ kind: 'failed', error: { code: 'command_failed' } });
  });

  it('keeps the end of a long output', async () => {
    const { outcome } = await script('i=0; while [ $i -lt 3000 ]; do echo "line number $i of many"; i=$((i+1)); done');
    const { stdout, stdoutTruncated } = (outcome as { result: { stdout: string; stdoutTruncated: boolean } }).result;
    expect([stdout.length, stdoutTruncated, stdout.endsWith('line number 2999 of many\n')]).toEqual([32_768, true, true]);
  });

  it('keeps bytes that are no text, and NUL characters, as replacement characters', async () => {
    expect((await script("printf 'a\\377b\\000c'")).outcome).toMatchObject({ kind: 'succeeded', result: { stdout: 'a\ufffdb\ufffdc' } });
  });

  it('gives up on a program that is not there, and refuses one that is not allowed', async () => {
    expect((await run({ command: 'missing' })).outcome).toMatchObject({ error: { code: 'command_unavailable', retryable: false } });
    expect((await run({ command: 'rm' })).outcome).toMatchObject({ error: { code: 'invalid_payload', details: { errors: [{ pointer: '/command' }] } } });
    expect((await run({ command: 'cat', args: ['a\0b'] })).outcome).toMatchObject({ error: { code: 'invalid_payload' } });
  });
});

describe('WORKER_COMMANDS', () => {
  it('takes what is allowed', () => {
    const commands = { 'make.thumbnail': { program: '/usr/bin/convert', args: ['-strip'], cwd: '/tmp', env: { A: 'b' }, allowEnv: ['B'], timeoutMs: 1, memoryMb: 64 } };
    expect(readAllowedCommands(commands)).toEqual(commands);
  });

  it.each([
    [[], 'must be an object: name'],
    [{ 'A b': { program: '/bin/true' } }, 'names of commands'],
    [{ a: '/bin/true' }, 'a: must be an object'],
    [{ a: {} }, 'a: program must be an absolute path'],
    [{ a: { program: 'true' } }, 'a: program must be an absolute path'],
    [{ a: { program: '/bin/true', shell: true } }, 'a: there is no setting shell'],
    [{ a: { program: '/bin/true', args: 'x' } }, 'a: args must be a list of texts'],
    [{ a: { program: '/bin/true', env: { 'a b': 'x' } } }, 'a: env must be an object of texts'],
    [{ a: { program: '/bin/true', memoryMb: 0 } }, 'a: memoryMb must be a whole number of MiB'],
    [{ a: { program: '/bin/true', timeoutMs: 1.5 } }, 'a: timeoutMs must be a whole number'],
  ])('refuses %j', (json, why) => {
    expect(() => readAllowedCommands(json)).toThrow(why);
  });
});

import { spawnSync } from 'node:child_process';
import { chmodSync, closeSync, copyFileSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tryHandler, type TryOptions } from '#worker-sdk';
import { eventually } from '#testing';
import { type AllowedCommands, readAllowedCommands } from './allowed-commands';
import { canIsolate, confined } from './confinement';
import { commandRun } from './command-run.handler';
import type { CommandRunPayload } from './command-run.payload';
import { faultOfProgram } from './trusted-program';

/* Who may submit jobs wants more than the one program that the operator allowed. */

const SH = { program: '/bin/sh', args: ['-c'] };
const COMMANDS: AllowedCommands = {
  sh: { ...SH, timeoutMs: 20_000 },
  brief: { ...SH, timeoutMs: 400 },
  small: { ...SH, outputMb: 1, timeoutMs: 20_000 },
  alone: { ...SH, isolated: true, timeoutMs: 20_000 },
  nobody: { ...SH, user: { uid: 65_534, gid: 65_534 } },
  list: { program: '/bin/ls', args: ['-d', '--'] },
  printf: { program: '/usr/bin/printf', args: ['[%s]'] },
};
const handler = commandRun(COMMANDS);
const run = (payload: CommandRunPayload, options?: TryOptions) => tryHandler(handler, payload, options);
const script = async (command: string, text: string, more: Partial<CommandRunPayload> = {}): Promise<string> => {
  const { outcome } = await run({ command, args: [text], ...more });
  if (outcome.kind !== 'succeeded') throw new Error(JSON.stringify(outcome));
  return (outcome.result as { stdout: string }).stdout;
};
/** Known by its time among all that sleep on this machine. */
const SLEEP = `60.${process.pid}`;

const isAlive = (pid: number): boolean => {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
};

/** Of all that runs. */
const commandLines = (): string[] =>
  readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    } catch {
      return '';
    }
  });

describe('command.run, attacked', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'attacked-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  describe('by the name of the program', () => {
    it.each(['/bin/sh', '../../bin/sh', './sh', 'sh ', 'SH', 'sh\0', 'sh;id', '', '__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'])('%j is none of those that are allowed', async (command) => {
      expect((await run({ command })).outcome).toMatchObject({ kind: 'failed', error: { code: 'invalid_payload', retryable: false } });
    });

    it.each([[['sh']], [{ toString: 'sh' }], [7], [null]])('%j is no name', async (command) => {
      expect((await run({ command } as unknown as CommandRunPayload)).outcome).toMatchObject({ error: { code: 'invalid_payload' } });
    });
  });

  describe('by arguments', () => {
    it.each(['$(id)', '`id`', '; id', '| id', '&& id', '> /tmp/x', '*', '~', '$HOME', '${IFS}', "'", '"', '\\', 'a\nb', '%s%s%n', '--help; id', '\u202e', '-'])('%j stays one argument', async (text) => {
      expect(((await run({ command: 'printf', args: [text] })).outcome as { result: { stdout: string } }).result.stdout).toBe(`[${text}]`);
    });

    it('that look like options are none where the operator ends the options', async () => {
      const { outcome } = await run({ command: 'list', args: ['--version'] });
      expect(outcome).toMatchObject({ error: { code: 'command_failed', details: { stderr: expect.stringMatching(/cannot access '?--version/) as string } } });
    });

    it('and the programs that confine it take none of them for theirs', () => {
      const { file, args } = confined({ program: '/bin/x', memoryMb: 1, isolated: true, user: { uid: 1, gid: 2 } }, ['--kill-child', '-c', '$1'], true);
      const [first] = args.flatMap((argument, index) => (argument === '/bin/x' ? [index] : []));
      expect([file, args.slice(first)]).toEqual(['/usr/bin/unshare', ['/bin/x', '--kill-child', '-c', '$1']]);
      expect(spawnSync('/bin/sh', ['-c', '"$@"; exit $?', 'sh', '/usr/bin/printf', '[%s]', '$(id); x', '']).stdout.toString()).toBe('[$(id); x][]');
    });
  });

  describe('by the environment', () => {
    it.each(['LD_PRELOAD', 'LD_LIBRARY_PATH', 'NODE_OPTIONS', 'PYTHONPATH', 'PERL5OPT', 'RUBYOPT', 'JAVA_TOOL_OPTIONS', 'BASH_ENV', 'ENV', 'IFS', 'PATH', 'GIT_SSH_COMMAND', 'BASH_FUNC_x', 'GCONV_PATH', 'DYLD_INSERT_LIBRARIES', 'HOME'])(
      '%s is left to no job, whatever the operator says',
      (name) => {
        expect(() => readAllowedCommands({ x: { program: '/bin/true', allowEnv: [name] } })).toThrow('allowEnv must be a list of names of variables, none of which');
      },
    );

    it('nothing of the worker leaks: not by the environment, not by a descriptor', async () => {
      process.env['CANARY_OF_SPEC'] = 'canary-51c0de';
      const open = openSync(join(folder, 'canary'), 'w');
      try {
        expect(await script('sh', 'env; cat /proc/self/environ')).not.toContain('canary');
        expect(await script('sh', 'ls -l /proc/self/fd')).not.toContain('canary');
      } finally {
        delete process.env['CANARY_OF_SPEC'];
        closeSync(open);
      }
    });
  });

  it('what the operator gives a program is masked wherever it is printed', async () => {
    const given = commandRun({ tell: { ...SH, env: { PASSWORD: 'operators-own-password', MODE: 'fast' } } });
    const { outcome, lines } = await tryHandler(given, { command: 'tell', args: ['echo "it is $PASSWORD, $MODE"; echo "$PASSWORD$PASSWORD" >&2'] });
    expect(outcome).toMatchObject({ result: { stdout: 'it is [redacted], fast\n', stderr: '[redacted][redacted]\n' } });
    expect(JSON.stringify(lines)).not.toContain('operators-own');
    expect(JSON.stringify((await tryHandler(given, { command: 'tell', args: ['echo "$PASSWORD"; exit 3'] })).outcome)).not.toContain('operators-own');
  });

  describe('by what it leaves behind', () => {
    const gone = async (pid: number): Promise<void> => {
      expect(pid).toBeGreaterThan(1);
      await eventually(() => expect(isAlive(pid)).toBe(false));
    };

    it.each([
      ['a session of its own', 'setsid sleep 60 & echo $!; sleep 0.2'],
      ['a double fork', '(setsid sh -c "sleep 60 & echo \\$!" &) ; sleep 0.2'],
      ['a daemon that lets go of everything', '(setsid sh -c "sleep 60 < /dev/null > /dev/null 2>&1 & echo \\$!" &) ; sleep 0.2'],
      ['a deaf one', 'setsid sh -c "trap \'\' TERM HUP INT; echo \\$\\$; sleep 60; sleep 60" & sleep 0.2'],
    ])('%s is killed when the program has ended', async (_, text) => {
      await gone(Number((await script('sh', text)).trim()));
    });

    it('when its time is over, nothing of it goes on', async () => {
      const { outcome } = await run({ command: 'brief', args: ['setsid sleep 60 & echo $!; trap "" TERM; sleep 61'] });
      expect(outcome).toMatchObject({ cause: 'timed_out' });
      await gone(Number((outcome as unknown as { error: { details: { stdout: string } } }).error.details.stdout.trim()));
    });

    it('many are killed as well, also those that are born meanwhile', async () => {
      const pids = (await script('sh', 'for i in 1 2 3 4 5 6 7 8 9 10; do setsid sh -c "sleep 60 & echo \\$!; sleep 60" & done; sleep 0.5')).trim().split('\n').map(Number);
      expect(pids).toHaveLength(10);
      for (const pid of pids) await gone(pid);
    });
  });

  it('by a flood: what it writes is bounded, and so is what is kept of it', async () => {
    const before = process.memoryUsage().rss;
    const { outcome } = await run({ command: 'small', args: ['exec yes 0123456789012345678901234567890123456789'] });
    expect(outcome).toMatchObject({ kind: 'failed', error: { code: 'too_much_output', retryable: false } });
    expect(JSON.stringify(outcome).length).toBeLessThan(10_000);
    const endless = await run({ command: 'small', args: ['exec cat /dev/zero >&2'] });
    expect(endless.outcome).toMatchObject({ error: { code: 'too_much_output' } });
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1_048_576);
  });

  describe('by putting another program in its place', () => {
    const place = (...path: string[]): string => join(folder, ...path);
    const program = (...path: string[]): string => {
      copyFileSync('/bin/true', place(...path));
      chmodSync(place(...path), 0o755);
      return place(...path);
    };

    it('a file, a folder on the way, or a folder of a link that everybody may write is not run', async () => {
      for (const name of ['open', 'closed', 'links']) mkdirSync(place(name));
      const [inOpen, good, open] = [program('open', 'x'), program('closed', 'good'), program('closed', 'open')];
      chmodSync(place('open'), 0o777);
      chmodSync(open, 0o757);
      symlinkSync(good, place('links', 'good'));
      symlinkSync('../open/x', place('links', 'open'));
      symlinkSync(good, place('open', 'link'));
      symlinkSync('../open/link', place('links', 'by-link'));
      symlinkSync(place('links', 'loop'), place('links', 'loop'));
      expect(await faultOfProgram(good)).toBeUndefined();
      expect(await faultOfProgram(place('links', 'good'))).toBeUndefined();
      expect(await faultOfProgram(`${place('open')}/../closed/good`)).toBe(`${place('open')} may be written by everybody`);
      expect(await faultOfProgram(inOpen)).toBe(`${place('open')} may be written by everybody`);
      expect(await faultOfProgram(open)).toBe(`${open} may be written by everybody`);
      for (const link of ['open', 'by-link']) expect(await faultOfProgram(place('links', link))).toBe(`${place('open')} may be written by everybody`);
      expect(await faultOfProgram(place('links', 'loop'))).toContain('leads to itself');
      expect(await faultOfProgram(place('links'))).toContain('is no file');
      await expect(faultOfProgram(place('nowhere'))).rejects.toThrow('ENOENT');
      for (const path of [open, inOpen, place('links', 'by-link'), place('nowhere')]) {
        expect((await tryHandler(commandRun({ x: { program: path } }), { command: 'x' })).outcome).toMatchObject({ error: { code: 'command_unavailable', retryable: false } });
      }
    });

    it.each(['/bin/sh', '/usr/bin/env', process.execPath])('%s is trusted', async (path) => {
      expect(await faultOfProgram(path)).toBeUndefined();
    });
  });

  describe('isolated', () => {
    it('it sees no other process, and none of its own outlives it, whatever it did to be forgotten; or it does not run', async () => {
      const payload = { command: 'alone', args: [`ls -d /proc/[0-9]* | wc -l; (setsid env -i sh -c "sleep ${SLEEP} & sleep ${SLEEP}" &); sleep 0.1`] };
      const { outcome } = await run(payload);
      if (!(await canIsolate())) {
        expect(outcome).toMatchObject({ error: { code: 'command_unavailable', retryable: false } });
        return;
      }
      expect(outcome).toMatchObject({ kind: 'succeeded' });
      expect(Number((outcome as { result: { stdout: string } }).result.stdout)).toBeLessThan(6);
      await eventually(() => expect(commandLines()).not.toContain(`sleep\0${SLEEP}\0`));
    });

    it('exit codes, arguments, output and time are as they are otherwise', async () => {
      if (!(await canIsolate())) return;
      expect((await run({ command: 'alone', args: ['printf "%s" "$0"; exit 7', '$(id)'] })).outcome).toMatchObject({ error: { code: 'command_failed', details: { exitCode: 7, stdout: '$(id)' } } });
      expect((await run({ command: 'alone', args: ['sleep 60'], timeoutMs: 200 })).outcome).toMatchObject({ cause: 'timed_out' });
    });
  });

  it('as another user it has no rights of the worker; or it does not run', async () => {
    const { outcome } = await run({ command: 'nobody', args: ['id -u; id -G; grep NoNewPrivs /proc/self/status; cat /proc/$PPID/environ'] });
    if (process.getuid?.() === 0) expect(outcome).toMatchObject({ error: { code: 'command_failed', details: { stdout: '65534\n65534\nNoNewPrivs:\t1\n', stderr: expect.stringContaining('Permission denied') as string } } });
    else expect(outcome).toMatchObject({ kind: 'failed' });
  });

  it('settings that confine are checked', () => {
    const good = { x: { program: '/bin/true', isolated: true, user: { uid: 1_000, gid: 1_000 }, outputMb: 1 } };
    expect(readAllowedCommands(good)).toEqual(good);
    for (const bad of [{ isolated: 'yes' }, { user: { uid: 0, gid: 0 } }, { user: { uid: 1 } }, { user: { uid: 1, gid: 1, groups: [0] } }, { user: 'nobody' }, { outputMb: 0 }, { outputMb: 2_000 }]) {
      expect(() => readAllowedCommands({ x: { program: '/bin/true', ...bad } })).toThrow(/^x: (isolated|user|outputMb) must be/);
    }
  });
});

import { execFileSync } from 'node:child_process';
import { completionScript, type CommandShape } from './completion';
import { exitOf, exitOfJob } from './exit-codes';

const flag = (name: string, values: string[] = []) => ({ name, about: "it's", takesValue: true, values });
const PROGRAM: CommandShape = {
  name: 'observatory',
  about: '',
  flags: [flag('--json')],
  commands: [
    { name: 'jobs', about: 'jobs', flags: [], commands: [{ name: 'list', about: 'a page', flags: [flag('--state', ['FAILED', 'RUNNING'])], commands: [] }] },
    { name: 'queue', about: 'one queue', flags: [], commands: [] },
  ],
};

/** What bash offers after these words. */
function offered(...words: string[]): string[] {
  const script = `${completionScript('bash', PROGRAM)}\nCOMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _observatory; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).split('\n').filter(Boolean);
}

it('bash completes sub-commands, flags and values', () => {
  expect(offered('observatory', '')).toEqual(['jobs', 'queue', '--json', '--help']);
  expect(offered('observatory', 'jobs', 'l')).toEqual(['list']);
  expect(offered('observatory', '--json', 'jobs', 'list', '--s')).toEqual(['--state']);
  expect(offered('observatory', 'jobs', 'list', '--state', 'F')).toEqual(['FAILED']);
});

it('zsh takes the same, fish has lines of its own', () => {
  expect(completionScript('zsh', PROGRAM)).toMatch(/^#compdef observatory\n/);
  const fish = completionScript('fish', PROGRAM);
  expect(fish).toContain("complete -c observatory -f -n 'not __fish_seen_subcommand_from jobs queue' -a jobs -d 'jobs'");
  expect(fish).toContain("-l state -r -a 'FAILED RUNNING' -d 'it\\'s'");
});

it('exit codes tell apart what a script must tell apart', () => {
  expect((['usage', 'not_found', 'unavailable', 'refused', 'unexpected'] as const).map(exitOf)).toEqual([2, 3, 4, 1, 1]);
  expect((['COMPLETED', 'FAILED', 'CANCELLED', 'RUNNING'] as const).map(exitOfJob)).toEqual([0, 1, 6, 5]);
});

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { AllowedCommand } from './allowed-commands';

/*
 * What Node cannot do to a child, small programs can that set something for themselves and then become the next one: `unshare` (namespaces), `setpriv` (user),
 * a shell (`ulimit`). Each hands its arguments on as they are.
 */

export interface Confined {
  readonly file: string;
  readonly args: readonly string[];
}

/** What a shell ends with when it cannot run something. */
const CANNOT_LIMIT = 126;

/** The program with what confines it around it. Pure. */
export function confined({ program, memoryMb, isolated, user }: AllowedCommand, args: readonly string[], amRoot: boolean): Confined {
  const layers: string[][] = [
    ...(isolated === true ? [[...unshare(amRoot), ...ONE_ABOVE]] : []),
    ...(user === undefined ? [] : [['/usr/bin/setpriv', `--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups', '--no-new-privs', '--']]),
    // What is limited is the address space of each process, not its resident memory. Linux and the BSDs have this limit; macOS has not.
    ...(memoryMb === undefined ? [] : [['/bin/sh', '-c', `ulimit -v "$1" || exit ${CANNOT_LIMIT}; shift; exec "$@"`, 'sh', String(memoryMb * 1_024)]]),
  ];
  const [file = program, ...rest] = [...layers.flat(), program, ...args];
  return { file, args: rest };
}

/** A process table of its own: it sees no other process, and when its first one is killed all are, whatever sessions they made. Who is not root needs a user namespace. */
const unshare = (amRoot: boolean): string[] => ['/usr/bin/unshare', ...(amRoot ? [] : ['--user', '--map-current-user']), '--fork', '--pid', '--mount-proc', '--kill-child=KILL', '--'];

/** The first process of a process table heeds no signal that it has no handler for; so the first one is a shell, and the program the second. */
const ONE_ABOVE = ['/bin/sh', '-c', '"$@"; exit $?', 'sh'];

const run = promisify(execFile);
let answer: Promise<boolean> | undefined;

/** Whether this machine lets a worker make such a process table. Asked once: in many containers it may not. */
export function canIsolate(): Promise<boolean> {
  const [file = '', ...args] = [...unshare(process.getuid?.() === 0), '/bin/true'];
  answer ??= run(file, args, { env: {} }).then(() => true, () => false);
  return answer;
}

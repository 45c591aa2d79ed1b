import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../../../deploy/native';
import { fails, holds, type Step } from '../step';

const run = promisify(execFile);

/** The contracts as they stand against the last released ones. The checker is the one of `make lint`; its own planted violations are in contracts/. */
export const contractsStep: Step = {
  name: 'contracts',
  proves: 'every schema is compatible with its last release, or says by its version that it is not',
  needs: [],
  timeoutMs: 60_000,

  async run({ root }) {
    const what = 'contracts/ passes its compatibility check';
    const checker = join(projectRoot(), 'dist', 'contracts-tools', 'contracts', 'check.js');
    try {
      const { stdout } = await run(process.execPath, [checker], { cwd: root, timeout: 50_000 });
      return [holds(what, stdout.trim().split('\n').at(-1))];
    } catch (error) {
      const { stdout, stderr } = error as { stdout?: string; stderr?: string };
      return [fails(what, [stderr, stdout].filter(Boolean).join('\n').trim() || (error as Error).message)];
    }
  },
};

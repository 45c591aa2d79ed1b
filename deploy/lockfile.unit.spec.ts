import { spawnSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from './native';

const at = (...path: string[]) => join(projectRoot(), ...path);
const check = (root: string) => spawnSync(process.execPath, [join(root, 'deploy', 'complete-lockfile.mjs'), '--check'], { encoding: 'utf8' });

describe('the lockfile', () => {
  it('names the binary packages of every platform, so that npm ci takes it anywhere', () => {
    const { status, stderr } = check(projectRoot());
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it('would be refused without one of them', () => {
    const folder = mkdtempSync(join(tmpdir(), 'lock-'));
    try {
      mkdirSync(join(folder, 'deploy'));
      copyFileSync(at('deploy', 'complete-lockfile.mjs'), join(folder, 'deploy', 'complete-lockfile.mjs'));
      const lock = JSON.parse(readFileSync(at('package-lock.json'), 'utf8')) as { packages: Record<string, unknown> };
      delete lock.packages['node_modules/@swc/core-darwin-arm64'];
      writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock));
      expect(check(folder)).toMatchObject({ status: 1, stderr: expect.stringContaining('npm run lockfile:complete') as string });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('names no registry: who installs uses their own', () => {
    expect(readFileSync(at('package-lock.json'), 'utf8')).not.toContain('"resolved"');
  });
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkCommitted, differences } from './committed';

describe('what is committed', () => {
  it('is what the source says', () => {
    expect(differences()).toEqual({ changed: [], left: [] });
  });

  it('would be found stale, and so would a file that nothing makes any more', () => {
    const root = mkdtempSync(join(tmpdir(), 'committed-'));
    try {
      mkdirSync(join(root, 'prometheus', 'rules'), { recursive: true });
      writeFileSync(join(root, 'prometheus', 'rules', 'jobs.yml'), 'groups: []');
      writeFileSync(join(root, 'prometheus', 'rules', 'gone.yml'), 'groups: []');
      expect(() => checkCommitted(root)).toThrow(/prometheus\/rules\/jobs.yml[\s\S]*prometheus\/rules\/gone.yml[\s\S]*npm run observability:generate/);
    } finally {
      rmSync(root, { recursive: true });
    }
  });
});

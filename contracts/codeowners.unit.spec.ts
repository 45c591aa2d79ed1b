import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const rules = readFileSync(join(__dirname, '../CODEOWNERS'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => line.split(/\s+/))
  .map(([pattern = '', ...owners]) => ({ pattern, owners: owners.map((owner) => owner.replace('@job-observatory/', '')) }));
/** Patterns here are '*', a folder '/x/' or a file '/x'; the last that matches counts. */
const ownersOf = (path: string): string[] => rules.filter(({ pattern }) => pattern === '*' || (pattern.endsWith('/') ? path.startsWith(pattern) : path === pattern)).at(-1)?.owners ?? [];

it.each([
  ['/contracts/schemas/domain/job.json', ['contract-authority']],
  ['/contracts/APPROVALS.md', ['contract-authority']],
  ['/contracts/compatibility/compare-schemas.ts', ['contract-authority']],
  ['/CODEOWNERS', ['contract-authority']],
  ['/prometheus/rules/jobs.yml', ['platform']],
  ['/libs/testing/index.ts', ['platform']],
  ['/apps/gateway/src/main.ts', ['service']],
  ['/libs/domain/job.ts', ['service']],
  ['/apps/web/src/main.ts', ['interface']],
])('%s belongs to %j', (path, owners) => {
  expect(ownersOf(path)).toEqual(owners);
});

it('lets nobody change how contracts are enforced without the contract authority', () => {
  for (const path of ['/.ci/run', '/contracts/check.ts', '/contracts/compatibility/release-rules.ts', '/CODEOWNERS']) expect(ownersOf(path)).toContain('contract-authority');
});

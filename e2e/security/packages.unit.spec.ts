import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

/** The module is one of plain Node, which jest cannot load; so a Node of its own answers. */
function judgeAudit(printed: string): unknown {
  const program = `import { judgeAudit } from './e2e/security/packages.mjs'; process.stdout.write(JSON.stringify(judgeAudit(${JSON.stringify(printed)})));`;
  return JSON.parse(spawnSync(process.execPath, ['--input-type=module', '--eval', program], { cwd: resolve(__dirname, '../..'), encoding: 'utf8' }).stdout);
}

describe('what is known against the packages', () => {
  const report = (vulnerabilities: Record<string, { name: string; severity: string; range: string }>) =>
    JSON.stringify({ vulnerabilities, metadata: { vulnerabilities: { total: Object.keys(vulnerabilities).length } } });

  it('what is high or critical holds a change up', () => {
    expect(judgeAudit(report({ a: { name: 'a', severity: 'critical', range: '<2' }, b: { name: 'b', severity: 'low', range: '*' } }))).toEqual({ kind: 'vulnerable', grave: ['a <2: critical'] });
  });

  it('lesser ones are told', () => {
    expect(judgeAudit(report({ b: { name: 'b', severity: 'moderate', range: '*' } }))).toEqual({ kind: 'clean', others: 1 });
    expect(judgeAudit(report({}))).toEqual({ kind: 'clean', others: 0 });
  });

  it.each([
    ['', 'the answer is no JSON'],
    ['npm error', 'the answer is no JSON'],
    ['{"message":"405 Method Not Allowed"}', '405 Method Not Allowed'],
    ['{"error":{"summary":"request failed"}}', 'request failed'],
    ['{}', 'the registry does not answer'],
  ])('%j is no answer, which is never taken for a good one', (printed, why) => {
    expect(judgeAudit(printed)).toEqual({ kind: 'unknown', why });
  });
});

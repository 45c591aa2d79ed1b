import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError } from '#config';
import { loadGatewayEnv } from '../gateway.env';
import { DecisionLog, type Decision } from './decision-log';
import { policyOf } from './governance';

describe('the policy that a gateway starts with', () => {
  const folder = mkdtempSync(join(tmpdir(), 'policy-of-'));
  const start = (file: string, more: Record<string, string> = {}) => policyOf(loadGatewayEnv({ GOVERNANCE_POLICY_PACK: file, ...more }));

  it('is the one that ships, where nobody says otherwise', () => {
    expect(policyOf(loadGatewayEnv({}))?.pack.pack.name).toBe('default');
  });

  it.each([
    ['missing', undefined, undefined, /ENOENT/],
    ['corrupt', 'version: [', undefined, /GOVERNANCE_POLICY_PACK/],
    ['not what its .sha256 names', 'version: 1\nname: a\ndefault: allow\nrules: []\n', 'f'.repeat(64), /POLICY_INTEGRITY_CHECK_FAILED/],
  ])('keeps it from starting when it is %s', (what, text, sum, why) => {
    const file = join(folder, `${what.length}.yml`);
    if (text !== undefined) writeFileSync(file, text);
    if (sum !== undefined) writeFileSync(`${file}.sha256`, sum);
    expect(() => start(file)).toThrow(ConfigurationError);
    expect(() => start(file)).toThrow(why);
  });

  it('is none where governance is switched off', () => {
    expect(start(join(folder, 'none.yml'), { GOVERNANCE_MODE: 'off' })).toBeUndefined();
  });
});

describe('the log of decisions', () => {
  it('is written later, and has room for so many', () => {
    const lines: object[] = [];
    const log = new DecisionLog({ info: (line: object) => void lines.push(line) } as never);
    const decision: Decision = { at: 'submit', verdict: { result: 'deny', ruleId: 'r', packHash: 'h' }, tenantId: 'acme', type: 'a', queue: 'q', jobId: 'j', principal: undefined };
    for (let i = 0; i < 5_000; i++) log.note(decision);
    expect(lines).toEqual([]);
    log.flush();
    expect(lines).toHaveLength(4_096);
    expect(lines[0]).toMatchObject({ at: 'submit', result: 'deny', ruleId: 'r', tenantId: 'acme' });
  });
});

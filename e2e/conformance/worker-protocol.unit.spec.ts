import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brokerPermissions, brokerTopicPermissions, CONTRACT_VERSION_OF, parseEnvelope, TOPOLOGY, type EventType } from '#contracts';
import { CASES } from './cases/all-cases';

const page = readFileSync(join(__dirname, '../../docs/worker-protocol.md'), 'utf8');
const examples = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text = '']) => text);

describe('docs/worker-protocol.md', () => {
  it('shows only messages that are valid, in their present version', () => {
    expect(examples.length).toBeGreaterThan(15);
    for (const text of examples) {
      const parsed = parseEnvelope(text);
      expect(parsed).toMatchObject({ ok: true });
      if (parsed.ok) expect({ [parsed.envelope.eventType]: parsed.envelope.contractVersion }).toEqual({ [parsed.envelope.eventType]: CONTRACT_VERSION_OF[parsed.envelope.eventType] });
    }
  });

  it('shows every message that passes between a worker and the rest', () => {
    const shown = examples.map((text) => (JSON.parse(text) as { eventType: EventType }).eventType);
    const passing = Object.keys(CONTRACT_VERSION_OF).filter((type) => /^(attempt|intake)[.]|^worker[.](announced|offered|heartbeat)$|^job[.](queued|parked)$/.test(type));
    expect(shown.sort()).toEqual(passing.sort());
  });

  it('has a reason for each rule and a case for each MUST', () => {
    const rules = [...page.matchAll(/^\*\*([MS]\d+)\*\* ([\s\S]+?)(?=\n\n)/gm)];
    for (const [, rule, text = ''] of rules) expect({ rule, reason: /\*[^*]+[.?]\*$/.test(text) }).toEqual({ rule, reason: true });
    const musts = rules.map(([, rule = '']) => rule).filter((rule) => rule.startsWith('M'));
    const tried = CASES.flatMap((one) => one.rules).filter((rule) => rule.startsWith('M'));
    expect([...new Set(tried)].sort()).toEqual([...musts].sort());
  });

  it('has one rule for each case and one case for each rule, so that a finding says what is broken', () => {
    const rules = CASES.flatMap((one) => one.rules);
    expect([rules.length, new Set(rules).size]).toEqual([CASES.length, CASES.length]);
    expect(new Set(CASES.map(({ name }) => name)).size).toBe(CASES.length);
    for (const rule of rules) expect(page).toContain(`**${rule}**`);
  });

  it("gives a worker's user the rights that the topology gives it", () => {
    const { configure, write, read } = brokerPermissions('worker');
    expect(page).toContain([configure, write, read].map((expression) => `'${expression}'`).join(' \\\n  '));
    for (const { exchange, write: types, read: keys } of brokerTopicPermissions('worker')) expect(page).toContain(`worker ${exchange} \\\n  '${types}' '${keys}'`);
  });

  it('names the arguments of job queues as they are', () => {
    for (const [name, value] of Object.entries(TOPOLOGY.jobQueues.arguments)) expect(page).toContain(`\`${name}: ${JSON.stringify(value)}\``);
    for (const { name } of Object.values(TOPOLOGY.exchanges)) if (/dispatch|control|reports|telemetry|parked/.test(name)) expect(page).toContain(`\`${name}\``);
  });
});

import { parseArgs } from 'node:util';
import { freshVhost, privateStack } from '#testing';
import { CASES } from './cases/all-cases';
import { testConformance, type CaseResult } from './conformance';

const USAGE = `npm run -s conformance -- --worker "<command>" [--only <text>] [--amqp <url>] [--processes <n>] [--json]

Runs a worker against docs/worker-protocol.md and prints, case by case, which rule was kept.
  --worker     shell command that runs the worker in the foreground; it is told by its environment where to connect
  --only       only cases whose name contains this text, or that cover this rule (M8)
  --amqp       an empty vhost to play in; default: a broker is started for it
  --processes  worker processes at once; default 4
  --json       one line per case
Exits with 0 when every MUST was kept, 1 when not, 2 when it could not be tried.`;

function print(results: readonly CaseResult[], json: boolean): void {
  for (const result of results) {
    if (json) console.log(JSON.stringify(result));
    else console.log(`${MARKS[result.outcome]} ${result.rules.join(' ').padEnd(8)} ${result.name} (${result.tookMs} ms)${result.why === undefined ? '' : `\n           ${result.why.replaceAll('\n', '\n           ')}`}`);
  }
  const count = (outcome: CaseResult['outcome']) => results.filter((result) => result.outcome === outcome).length;
  if (!json) console.log(`\n${count('passed')} passed, ${count('failed')} failed, ${count('advised')} advised`);
}

const MARKS = { passed: 'kept   ', failed: 'BROKEN ', advised: 'advice ' } as const;

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { worker: { type: 'string' }, only: { type: 'string' }, amqp: { type: 'string' }, processes: { type: 'string' }, json: { type: 'boolean', default: false } } });
  const { worker: command, only, amqp, json } = values;
  const cases = CASES.filter(({ name, rules }) => only === undefined || name.includes(only) || rules.includes(only));
  if (command === undefined || cases.length === 0) {
    console.error(command === undefined ? USAGE : `no case is called like "${only ?? ''}"`);
    return 2;
  }
  const stack = amqp === undefined ? await privateStack('conformance', { stores: ['rabbitmq'] }) : undefined;
  try {
    const amqpUrl = amqp ?? (await freshVhost(stack?.servers));
    const results = await testConformance({ amqpUrl, command, cases, processes: Number(values.processes ?? 4) });
    print(results, json);
    return results.some(({ outcome }) => outcome === 'failed') ? 1 : 0;
  } finally {
    await stack?.stop();
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(2);
  },
);

import { parseArgs } from 'node:util';
import { showKey, showKeyOf } from '../../deploy/native/keyed-fetch';
import { testReadApi } from './conformance';

const USAGE = `npm run -s conformance:read -- --url http://127.0.0.1:13003 [--key <API key>] [--only <part of a path>] [--json]

Holds a running observatory to its OpenAPI document and to the contracts, route by route. It only reads. The demo key
of the local stack is shown to that by itself.
A route with a name in its path needs something of that kind to be there: run a few jobs first.
Exits with 0 when all is well, 1 when not, 2 when it could not be tried.`;

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { url: { type: 'string' }, key: { type: 'string' }, only: { type: 'string' }, json: { type: 'boolean', default: false } } });
  if (values.url === undefined) {
    console.error(USAGE);
    return 2;
  }
  showKeyOf('dev');
  if (values.key !== undefined) showKey(values.url, values.key);
  const results = await testReadApi({ url: values.url, only: values.only });
  const broken = results.filter(({ faults }) => faults.length > 0);
  if (values.json) for (const result of results) console.log(JSON.stringify(result));
  else {
    for (const { operation, check, faults } of broken) console.log(`BROKEN ${operation}: ${check}\n${faults.map((fault) => `       ${fault}`).join('\n')}`);
    console.log(`${results.length - broken.length} passed, ${broken.length} failed, ${new Set(results.map(({ operation }) => operation)).size - 1} routes`);
  }
  return broken.length === 0 ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(2);
  },
);

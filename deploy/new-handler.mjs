// The skeleton of a handler: `make new-handler NAME=image.resize`. Writes its folder (handler, payload, spec) and its line in the list; what
// it makes compiles, and its spec passes. See docs/writing-a-handler.md.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HANDLERS = 'apps/worker/src/handlers';
/** A name of the contracts, of two words at least: one alone says too little, and may be a word of the language. */
const NAME = /^[a-z][a-z0-9]*(?:[._-][a-z0-9]+)+$/;

/**
 * @returns the files written, or throws an Error that says why not; then nothing was written
 */
export function newHandler(root, name) {
  if (!NAME.test(name) || name.length > 64) throw new Error(`${JSON.stringify(name)} is no name for a job type: lower case words joined by dots, as in image.resize`);
  const words = name.split(/[._-]/);
  const file = words.join('-');
  const pascal = words.map((word) => word[0].toUpperCase() + word.slice(1)).join('');
  const constant = pascal[0].toLowerCase() + pascal.slice(1);
  const folder = join(root, HANDLERS, name);
  const listFile = join(root, HANDLERS, 'handlers.ts');
  const list = readFileSync(listFile, 'utf8');
  if (existsSync(folder)) throw new Error(`${HANDLERS}/${name} exists already`);
  if (new RegExp(`\\b${constant}\\b`).test(list)) throw new Error(`${constant} is in ${HANDLERS}/handlers.ts already`);

  const lines = list.split('\n');
  const lastImport = lines.findLastIndex((line) => /^import \{ .* \} from '\.\/.*\.handler';$/.test(line));
  const end = lines.findIndex((line) => line === '  ];');
  if (lastImport < 0 || end < 0) throw new Error(`${HANDLERS}/handlers.ts has no list of handlers that could be added to`);
  lines.splice(end, 0, `    ${constant},`);
  lines.splice(lastImport + 1, 0, `import { ${constant} } from './${name}/${file}.handler';`);

  const files = {
    [`${HANDLERS}/${name}/${file}.payload.ts`]: payload(pascal),
    [`${HANDLERS}/${name}/${file}.handler.ts`]: handler(name, file, pascal, constant),
    [`${HANDLERS}/${name}/${file}.handler.unit.spec.ts`]: spec(name, file, constant),
  };
  mkdirSync(folder);
  for (const [path, text] of Object.entries(files)) writeFileSync(join(root, path), text);
  writeFileSync(listFile, lines.join('\n'));
  return [...Object.keys(files), `${HANDLERS}/handlers.ts`];
}

const payload = (pascal) => `export interface ${pascal}Payload {
  /** What this job is about. */
  readonly subject: string;
}

/** JSON Schema 2020-12. What does not fit fails without another attempt. */
export const ${constantCase(pascal)}_PAYLOAD_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['subject'],
  properties: {
    subject: { type: 'string', minLength: 1, maxLength: 1_000 },
  },
} as const;
`;

const handler = (name, file, pascal, constant) => `import { defineHandler, giveUp } from '#worker-sdk';
import { ${constantCase(pascal)}_PAYLOAD_SCHEMA, type ${pascal}Payload } from './${file}.payload';

export interface ${pascal}Result {
  readonly subject: string;
}

/** Says in one sentence what a job of the type ${name} does, and which effect it has. */
export const ${constant} = defineHandler<${pascal}Payload, ${pascal}Result>({
  type: '${name}',
  payloadSchema: ${constantCase(pascal)}_PAYLOAD_SCHEMA,
  async run(ctx) {
    const { subject } = ctx.payload;
    ctx.log.info('begins', { subject, attempt: ctx.attempt });
    // Another attempt cannot help: throw giveUp(code, message). It can, later: throw retryAfter(ms). Any other error: tried again by the job's policy.
    if (subject === 'nothing') throw giveUp('no_such_subject', 'there is nothing to do');
    // The effect goes here. It must happen once per ctx.idempotencyKey, which is the same for every attempt, and stop when ctx.signal fires.
    await Promise.resolve();
    ctx.progress(1, 'done');
    return { subject };
  },
});
`;

const spec = (name, file, constant) => `import { tryHandler } from '#worker-sdk';
import { ${constant} } from './${file}.handler';

describe('${name}', () => {
  it('does its work', async () => {
    const { outcome, progress } = await tryHandler(${constant}, { subject: 'one' });
    expect(outcome).toEqual({ kind: 'succeeded', result: { subject: 'one' } });
    expect(progress.at(-1)?.value).toBe(1);
  });

  it('gives up where another attempt cannot help', async () => {
    const { outcome } = await tryHandler(${constant}, { subject: 'nothing' });
    expect(outcome).toMatchObject({ kind: 'failed', error: { code: 'no_such_subject', retryable: false } });
  });

  it('refuses a payload that does not fit', async () => {
    const { outcome } = await tryHandler(${constant}, {});
    expect(outcome).toMatchObject({ kind: 'failed', error: { code: 'invalid_payload', retryable: false } });
  });
});
`;

function constantCase(pascal) {
  return pascal.replace(/(?<=.)[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const written = newHandler(join(dirname(fileURLToPath(import.meta.url)), '..'), process.argv[2] ?? '');
    console.log(`${written.join('\n')}\n\nTry it: npx jest --selectProjects unit --testPathPatterns ${process.argv[2]}`);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}

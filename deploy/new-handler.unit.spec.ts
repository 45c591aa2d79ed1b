import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = resolve(__dirname, '..');
const HANDLERS = 'apps/worker/src/handlers';

/** A copy of what handlers need of this repository, with the generator. */
function copyOfTheProject(): string {
  const copy = mkdtempSync(join(tmpdir(), 'new-handler-'));
  for (const path of ['package.json', 'tsconfig.json', 'jest.config.ts', 'deploy/new-handler.mjs', HANDLERS, 'libs/worker-sdk', 'libs/testing/jest', 'contracts/src']) {
    cpSync(join(ROOT, path), join(copy, path), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

describe('make new-handler', () => {
  let copy: string;
  const generate = (name: string) => run(process.execPath, [join(copy, 'deploy/new-handler.mjs'), name]).then(({ stdout }) => stdout, (error: { stderr: string }) => Promise.reject(new Error(error.stderr)));
  const read = (path: string) => readFileSync(join(copy, path), 'utf8');

  beforeAll(() => {
    copy = copyOfTheProject();
  });
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  it('writes what compiles and passes its spec, and so does the example of the documentation', async () => {
    const written = await generate('image.resize');
    expect(written).toContain(`${HANDLERS}/image.resize/image-resize.handler.ts`);
    expect(read(`${HANDLERS}/handlers.ts`)).toContain("import { imageResize } from './image.resize/image-resize.handler';");
    expect(read(`${HANDLERS}/handlers.ts`)).toMatch(/^ {4}imageResize,\n {2}\];$/m);

    const example = readFileSync(join(ROOT, 'docs/writing-a-handler.md'), 'utf8').matchAll(/<!-- (\S+\.ts) -->\n```ts\n([\s\S]*?)```/g);
    const files = [...example].map(([, path = '', text = '']) => ({ path, text }));
    expect(files.map(({ path }) => path)).toHaveLength(3);
    for (const { path, text } of files) {
      mkdirSync(dirname(join(copy, path)), { recursive: true });
      writeFileSync(join(copy, path), text);
    }

    const mine = [`${HANDLERS}/image.resize`, `${HANDLERS}/report.total`];
    writeFileSync(join(copy, 'tsconfig.mine.json'), JSON.stringify({ extends: './tsconfig.json', compilerOptions: { noEmit: true, incremental: false }, include: [...mine, `${HANDLERS}/handlers.ts`] }));
    const bin = (name: string) => join(ROOT, 'node_modules', name);
    const compiled = run(process.execPath, [bin('typescript/bin/tsc'), '-p', 'tsconfig.mine.json'], { cwd: copy }).then(() => 'compiles', (error: { stdout: string }) => error.stdout);
    const tested = run(process.execPath, [bin('jest/bin/jest.js'), '--selectProjects', 'unit', '--coverage=false', '--testPathPatterns', 'image.resize|report.total'], { cwd: copy }).then(
      ({ stderr }) => stderr,
      (error: { stderr: string }) => error.stderr,
    );
    expect(await compiled).toBe('compiles');
    expect(await tested).toMatch(/Tests: +4 passed, 4 total/);
  }, 60_000);

  it.each([
    ['', 'is no name for a job type'],
    ['Image.Resize', 'is no name for a job type'],
    ['resize', 'is no name for a job type'],
    ['image..resize', 'is no name for a job type'],
    ['../escape.me', 'is no name for a job type'],
    [`image.${'x'.repeat(60)}`, 'is no name for a job type'],
    ['simulate.work', `${HANDLERS}/simulate.work exists already`],
    ['simulate-work', 'simulateWork is in'],
  ])('refuses %j and writes nothing', async (name, why) => {
    const before = read(`${HANDLERS}/handlers.ts`);
    await expect(generate(name)).rejects.toThrow(why);
    expect(read(`${HANDLERS}/handlers.ts`)).toBe(before);
    if (name !== '' && !name.includes('/') && name !== 'simulate.work') expect(existsSync(join(copy, HANDLERS, name))).toBe(false);
  });
});

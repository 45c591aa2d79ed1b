import { appendFileSync, closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rotateLog, rotateLogs } from './log-rotation';

describe('a log of the native stack', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'logs-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('that has grown too large is put aside while its process goes on writing', () => {
    const file = join(folder, 'worker.log');
    const written = openSync(file, 'a');
    writeSync(written, 'x'.repeat(101));
    expect(rotateLog(file, 100)).toBe(true);
    writeSync(written, 'after');
    closeSync(written);
    expect([readFileSync(file, 'utf8'), readFileSync(`${file}.1`, 'utf8')]).toEqual(['after', 'x'.repeat(101)]);
    appendFileSync(file, 'y'.repeat(200));
    expect(rotateLog(file, 100)).toBe(true);
    expect(readFileSync(`${file}.1`, 'utf8')).toBe(`after${'y'.repeat(200)}`);
  });

  it('is left alone while it is small, and so is what is no log', () => {
    writeFileSync(join(folder, 'small.log'), 'x');
    writeFileSync(join(folder, 'large.data'), 'x'.repeat(200));
    writeFileSync(join(folder, 'large.log'), 'x'.repeat(200));
    expect(rotateLogs(folder, 100)).toEqual([join(folder, 'large.log')]);
    expect(rotateLogs(folder, 100)).toEqual([]);
    expect([rotateLogs(join(folder, 'none')), rotateLog(join(folder, 'none.log'))]).toEqual([[], false]);
  });
});

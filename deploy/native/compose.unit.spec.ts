import { chooseMode } from './compose';

const yes = () => Promise.resolve(true);
const no = () => Promise.resolve(false);

describe('make start', () => {
  it('uses containers where a daemon with the compose plugin answers', async () => {
    expect(await chooseMode(undefined, () => undefined, yes, yes)).toBe('compose');
  });

  it('uses native servers without a daemon, or when told to', async () => {
    expect(await chooseMode(undefined, () => undefined, no, yes)).toBe('native');
    expect(await chooseMode('native', () => undefined, yes, yes)).toBe('native');
  });

  it('uses native servers without the compose plugin, and says so', async () => {
    const said: string[] = [];
    expect(await chooseMode(undefined, (line) => said.push(line), yes, no)).toBe('native');
    expect(said).toEqual([expect.stringContaining('compose plugin is missing')]);
  });

  it('does not quietly do something else than what was asked for', async () => {
    await expect(chooseMode('compose', () => undefined, no, yes)).rejects.toThrow('no Docker daemon answers');
    await expect(chooseMode('compose', () => undefined, yes, no)).rejects.toThrow('compose plugin');
    await expect(chooseMode('kubernetes', () => undefined, yes, yes)).rejects.toThrow('"native" or "compose"');
  });
});

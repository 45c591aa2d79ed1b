import { chooseBackend } from './backend';

const daemon = () => Promise.resolve(true);
const noDaemon = () => Promise.resolve(false);

describe('the servers of a suite', () => {
  it('are containers where a Docker daemon answers', async () => {
    expect(await chooseBackend(undefined, daemon)).toBe('containers');
    expect(await chooseBackend('', daemon)).toBe('containers');
  });

  it('are programs of this machine where none answers', async () => {
    expect(await chooseBackend(undefined, noDaemon)).toBe('native');
  });

  it('are what was asked for', async () => {
    expect(await chooseBackend('native', daemon)).toBe('native');
    expect(await chooseBackend('containers', daemon)).toBe('containers');
  });

  it('are never quietly something else: containers without a daemon fail', async () => {
    await expect(chooseBackend('containers', noDaemon)).rejects.toThrow('no Docker daemon answers');
    await expect(chooseBackend('podman', daemon)).rejects.toThrow('"containers" or "native"');
  });
});

import { MongoStalePrimaryError, type ServerDescription } from 'mongodb';
import { ReplicaSetWatch } from './replica-set-watch';

type Server = Pick<ServerDescription, 'type' | 'error'>;
const refused: Server = { type: 'Unknown', error: new MongoStalePrimaryError('primary marked stale due to electionId/setVersion mismatch') };
const away: Server = { type: 'Unknown', error: null };
const primary: Server = { type: 'RSPrimary', error: null };
const seen = (...servers: Server[]) => ({ servers: new Map(servers.map((server, i) => [`mongo-${i}:27017`, server])) });

describe('the watch over the replica set', () => {
  it('takes a primary that was refused for twelve seconds for one of another set, once', () => {
    const watch = new ReplicaSetWatch();
    for (let ms = 0; ms < 12_000; ms += 2_000) expect(watch.isAnother(seen(refused), ms)).toBe(false);
    expect(watch.isAnother(seen(refused), 12_000)).toBe(true);
    expect(watch.isAnother(seen(refused), 14_000)).toBe(false);
  });

  it('leaves a member that did not hear of its successor to the driver', () => {
    const watch = new ReplicaSetWatch();
    for (let ms = 0; ms <= 60_000; ms += 2_000) expect(watch.isAnother(seen(refused, primary), ms)).toBe(false);
  });

  it('counts from the last primary, whatever was away in between', () => {
    const watch = new ReplicaSetWatch();
    expect(watch.isAnother(seen(refused), 0)).toBe(false);
    expect(watch.isAnother(seen(primary), 2_000)).toBe(false);
    expect(watch.isAnother(seen(away), 20_000)).toBe(false);
    expect(watch.isAnother(seen(refused), 22_000)).toBe(false);
    expect(watch.isAnother(seen(away), 30_000)).toBe(false);
    expect(watch.isAnother(seen(refused), 34_000)).toBe(true);
  });
});

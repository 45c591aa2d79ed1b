import type { Checkpoint, Pointer } from '#read-model';
import { abandonedVersions, KEPT_MS } from './old-versions';

const NOW = Date.UTC(2026, 0, 10);
const LONG_AGO = new Date(NOW - KEPT_MS);
const LATELY = new Date(NOW - KEPT_MS + 1);
const pointer = (_id: string, switchedAt = LONG_AGO): Pointer => ({ _id, collection: `of ${_id}`, generation: 1, epoch: 'e', switchedAt });
const complete = (completeAt: Date, ...of: readonly string[]): Map<string, Checkpoint> =>
  new Map(of.map((projection) => [`of ${projection}`, { _id: `of ${projection}`, projection, position: 1, epoch: 'e', completeAt }]));
const JOBS_3 = [{ name: 'jobs', version: 3 }];
const abandoned = (pointers: Pointer[], checkpoints = complete(LONG_AGO, ...pointers.map(({ _id }) => _id)), models = JOBS_3): string[] =>
  abandonedVersions(pointers, checkpoints, models, NOW).map(({ _id }) => _id);

describe('an old version of a read model', () => {
  it('is abandoned when a newer one is served and nobody has kept it for a day', () => {
    expect(abandoned([pointer('jobs@1'), pointer('jobs@2'), pointer('jobs@3')])).toEqual(['jobs@1', 'jobs@2']);
    expect(abandoned([pointer('jobs@2'), pointer('jobs@3')], new Map())).toEqual(['jobs@2']);
  });

  it.each<[string, Pointer[], Map<string, Checkpoint> | undefined]>([
    ['the newer one is not built yet', [pointer('jobs@2')], undefined],
    ['the newer one is served only lately', [pointer('jobs@2'), pointer('jobs@3', LATELY)], undefined],
    ['somebody has built it lately', [pointer('jobs@2', LATELY), pointer('jobs@3')], undefined],
    ['somebody keeps it', [pointer('jobs@2'), pointer('jobs@3')], complete(LATELY, 'jobs@2')],
    ['it is of a model that only others know', [pointer('others@1'), pointer('others@2'), pointer('jobs@3')], undefined],
    ['it is the later one', [pointer('jobs@3'), pointer('jobs@4')], undefined],
  ])('stays while %s', (_why, pointers, checkpoints) => expect(abandoned(pointers, checkpoints)).toEqual([]));
});

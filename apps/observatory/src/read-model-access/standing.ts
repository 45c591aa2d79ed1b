import type { ServedModel } from './served-models';
import type { Standings } from './shared-answers';

/** Where the read models of a question stand, by name. */
export type Standing = ReadonlyMap<string, ServedModel>;

export const STANDINGS: Standings<Standing> = {
  since(then, now) {
    if (then === now) return 'nothing';
    let moved = false;
    for (const [name, { collection, checkpoint }] of now) {
      const before = then.get(name);
      if (before?.collection !== collection || before.checkpoint.epoch !== checkpoint.epoch) return 'another log';
      moved ||= before.checkpoint.position !== checkpoint.position;
    }
    return moved ? 'something' : 'nothing';
  },
  hasReached: (standing, atLeast) => atLeast === undefined || [...standing.values()].every(({ checkpoint }) => checkpoint.position >= atLeast),
};

/** What stood there then, beside the end of the log as it is known now: so an answer of a moment ago does not pass for one of now. */
export function seenFrom(then: Standing, now: Standing): Standing {
  return new Map(
    [...then].map(([name, model]) => {
      const { checkpoint, head } = now.get(name) ?? model;
      return [name, { ...model, head: head && { ...head, position: head.epoch === checkpoint.epoch ? Math.max(head.position, checkpoint.position) : head.position } }];
    }),
  );
}

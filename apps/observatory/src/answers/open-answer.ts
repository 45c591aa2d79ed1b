import type { Freshness } from '#contracts';
import { entityTag } from './entity-tag';

/** An answer that is given to many, each at its own time: a JSON object but for its freshness and last brace, and what names it. */
export interface OpenAnswer {
  readonly members: string;
  readonly tag: string;
}

/** An answer as it is sent. */
export interface GivenAnswer {
  readonly json: string;
  readonly tag: string;
  readonly freshness: Freshness;
}

/** @param members the beginning of an object: `{"items":[]` */
export function openAnswer(members: string): OpenAnswer {
  return { members, tag: entityTag(members) };
}

export function givenAnswer({ members, tag }: OpenAnswer, freshness: Freshness): GivenAnswer {
  return { json: `${members},"freshness":${JSON.stringify(freshness)}}`, tag, freshness };
}

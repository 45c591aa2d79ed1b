import type { ObservatoryComponents } from '#observatory-client';

type Filter = ObservatoryComponents['schemas']['OperationFilter'];

/** Which jobs an operation is about, in the words of the filter bar. Pure. */
export function filterText({ ids, ...filter }: Filter): string {
  const words = Object.entries(filter).flatMap(([name, value]) => (value === undefined ? [] : [`${name}:${[value].flat().join(',')}`]));
  if (ids !== undefined) words.unshift(ids.length === 1 ? 'one chosen job' : `${ids.length} chosen jobs`);
  return words.length === 0 ? 'all jobs' : words.join(' ');
}

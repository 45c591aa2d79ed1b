import type { InfiniteData } from '@tanstack/react-query';
import type { ObservatoryComponents, ReadBody } from '#observatory-client';

/** Pages of jobs that stay true while jobs come, move and go. Pure. */

export type JobRow = ObservatoryComponents['schemas']['JobSummary'];
export type JobPage = ReadBody<'/v1/jobs'>;
export type Pages = InfiniteData<JobPage, string | undefined>;

/** States that jobs have as of a position of the log. */
export interface ToldStates {
  readonly position: number;
  readonly jobs: readonly { readonly id: string; readonly status: string }[];
}

/** The pages with the states that were told; pages that know better, and pages and jobs that did not change, stay the same objects. */
export function patched(pages: Pages, { position, jobs }: ToldStates): Pages {
  const told = new Map(jobs.map(({ id, status }) => [id, status]));
  let any = false;
  const next = pages.pages.map((page) => {
    if (page.freshness.position >= position || !page.items.some(({ id, status }) => (told.get(id) ?? status) !== status)) return page;
    any = true;
    return { ...page, items: page.items.map((job) => ((told.get(job.id) ?? job.status) === job.status ? job : { ...job, status: told.get(job.id) as JobRow['status'] })) };
  });
  return any ? { ...pages, pages: next } : pages;
}

/**
 * Whether a page that is shown was read while the read model was behind, and what it could not have known is there by now: jobs may have come in the middle of
 * it, or after what was its end, where no new first page brings them.
 */
export function mayHaveHoles(pages: Pages, now: JobPage['freshness']): boolean {
  return pages.pages.some(({ freshness }) => freshness.lagEvents > 0 && freshness.position + freshness.lagEvents <= now.position);
}

/** A new first page over the pages that are shown: what it has is taken from it, and the rest stays, each job once. */
export function overlay(pages: Pages, first: JobPage): Pages {
  const [before, ...rest] = pages.pages;
  if (before === undefined) return { pages: [first], pageParams: [undefined] };
  const fresh = new Set(first.items.map(({ id }) => id));
  // Few match, and it was looked for a while only: what it found is new at the top, and what older pages found further down stays.
  if (first.searchedUntil !== undefined) return first.items.length === 0 ? pages : { ...pages, pages: [{ ...before, items: [...first.items, ...without(before, fresh).items] }, ...rest.map((page) => without(page, fresh))] };
  // So much has come that the two do not touch: what lies between them is not known, and the list begins anew.
  if (first.nextCursor !== undefined && !before.items.some(({ id }) => fresh.has(id))) return { pages: [first], pageParams: [undefined] };
  const last = first.items.at(-1)?.id;
  // What the old first page had beyond the new one has only been pushed down by new jobs.
  const pushed = first.nextCursor === undefined || last === undefined ? [] : before.items.filter(({ id }) => !fresh.has(id) && id < last);
  const head: JobPage = {
    ...first,
    freshness: pushed.length === 0 ? first.freshness : before.freshness,
    items: [...first.items, ...pushed],
    nextCursor: pushed.length === 0 && rest.length === 0 ? first.nextCursor : before.nextCursor,
  };
  return { pages: [head, ...rest.map((page) => without(page, fresh))], pageParams: pages.pageParams };
}

/** A page without these jobs; one that has none of them stays the same object, so that nobody compares it job by job. */
function without(page: JobPage, ids: ReadonlySet<string>): JobPage {
  return page.items.some(({ id }) => ids.has(id)) ? { ...page, items: page.items.filter(({ id }) => !ids.has(id)) } : page;
}

import type { InfiniteData } from '@tanstack/react-query';
import type { ObservatoryComponents, ReadBody } from '#observatory-client';

/** Pages of jobs that stay true while jobs come, move and go. Pure. */

export type JobRow = ObservatoryComponents['schemas']['JobSummary'];
export type JobPage = ReadBody<'/v1/jobs'>;
export type Pages = InfiniteData<JobPage, string | undefined>;

/** The pages with the states that jobs have by now; pages and jobs that did not change stay the same objects. */
export function patched(pages: Pages, changes: readonly { readonly id: string; readonly status: string }[]): Pages {
  const now = new Map(changes.map(({ id, status }) => [id, status]));
  let any = false;
  const next = pages.pages.map((page) => {
    if (!page.items.some(({ id, status }) => (now.get(id) ?? status) !== status)) return page;
    any = true;
    return { ...page, items: page.items.map((job) => ((now.get(job.id) ?? job.status) === job.status ? job : { ...job, status: now.get(job.id) as JobRow['status'] })) };
  });
  return any ? { ...pages, pages: next } : pages;
}

/** A new first page over the pages that are shown: what it has is taken from it, and the rest stays, each job once. */
export function overlay(pages: Pages, first: JobPage): Pages {
  const [before, ...rest] = pages.pages;
  if (before === undefined) return { pages: [first], pageParams: [undefined] };
  const fresh = new Set(first.items.map(({ id }) => id));
  // So much has come that the two do not touch: what lies between them is not known, and the list begins anew.
  if (first.nextCursor !== undefined && !before.items.some(({ id }) => fresh.has(id))) return { pages: [first], pageParams: [undefined] };
  const last = first.items.at(-1)?.id;
  // What the old first page had beyond the new one has only been pushed down by new jobs.
  const pushed = first.nextCursor === undefined || last === undefined ? [] : before.items.filter(({ id }) => !fresh.has(id) && id < last);
  const head: JobPage = { ...first, items: [...first.items, ...pushed], nextCursor: pushed.length === 0 && rest.length === 0 ? first.nextCursor : before.nextCursor };
  return { pages: [head, ...rest.map((page) => ({ ...page, items: page.items.filter(({ id }) => !fresh.has(id)) }))], pageParams: pages.pageParams };
}

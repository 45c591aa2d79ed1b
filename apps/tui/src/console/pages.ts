import { filterText, type JobFilters } from '../data/job-filters';

export const JOB_TABS = ['summary', 'logs', 'why', 'events', 'describe'] as const;
export type JobTab = (typeof JOB_TABS)[number];

export type Page =
  | { readonly kind: 'overview' }
  | { readonly kind: 'jobs'; readonly filters: JobFilters }
  | { readonly kind: 'job'; readonly id: string; readonly tab: JobTab }
  | { readonly kind: 'queues' }
  | { readonly kind: 'workers' }
  | { readonly kind: 'schedules' }
  | { readonly kind: 'errors' }
  | { readonly kind: 'alerts' }
  | { readonly kind: 'operations' }
  | { readonly kind: 'events' }
  | { readonly kind: 'audit' }
  | { readonly kind: 'describe'; readonly title: string; readonly value: unknown };

/** Pages with a digit of their own, in this order; the tenth has 0. */
export const MAIN_PAGES = ['overview', 'jobs', 'queues', 'workers', 'schedules', 'errors', 'alerts', 'events', 'operations', 'audit'] as const;
export type MainPage = (typeof MAIN_PAGES)[number];

export const mainPage = (kind: MainPage): Page => (kind === 'jobs' ? { kind, filters: {} } : { kind });

/** What a page is asked for by; two pages with the same key show the same. */
export function pageKey(page: Page): string {
  switch (page.kind) {
    case 'jobs':
      return `jobs ${filterText(page.filters)}`;
    case 'job':
      return `job ${page.id} ${page.tab}`;
    case 'describe':
      return `describe ${page.title}`;
    case 'overview':
    case 'queues':
    case 'workers':
    case 'schedules':
    case 'errors':
    case 'alerts':
    case 'events':
    case 'operations':
    case 'audit':
      return page.kind;
  }
}

export function pageTitle(page: Page): string {
  switch (page.kind) {
    case 'jobs': {
      const filters = filterText(page.filters);
      return filters === '' ? 'jobs' : `jobs ${filters}`;
    }
    case 'job':
      return `job ${page.id}`;
    case 'describe':
      return page.title;
    case 'overview':
    case 'queues':
    case 'workers':
    case 'schedules':
    case 'errors':
    case 'alerts':
    case 'events':
    case 'operations':
    case 'audit':
      return page.kind;
  }
}

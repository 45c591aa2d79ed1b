import type { ComponentType } from 'react';

/** One page of the console. A new one is a folder beside these and an entry here: route, navigation, palette and keys follow. */
export interface PageEntry {
  readonly path: string;
  readonly title: string;
  /** In the navigation; absent: reached from elsewhere. */
  readonly group?: 'Work' | 'Fleet' | 'Platform';
  /** Pressed after `g`. */
  readonly key?: string;
  readonly load: () => Promise<{ readonly default: ComponentType } | ComponentType>;
}

export const PAGES: readonly PageEntry[] = [
  { path: '/', title: 'Overview', group: 'Work', key: 'o', load: () => import('./overview/overview-page').then((module) => module.OverviewPage) },
  { path: '/jobs', title: 'Jobs', group: 'Work', key: 'j', load: () => import('./jobs/jobs-page').then((module) => module.JobsPage) },
  { path: '/jobs/$id', title: 'Job', load: () => import('./job/job-page').then((module) => module.JobPage) },
  { path: '/flows', title: 'Flows', group: 'Work', key: 'f', load: () => import('./flows/flows-page').then((module) => module.FlowsPage) },
  { path: '/flows/$id', title: 'Flow', load: () => import('./flows/flow-page').then((module) => module.FlowPage) },
  { path: '/submit', title: 'Submit', group: 'Work', key: 'n', load: () => import('./submit/submit-page').then((module) => module.SubmitPage) },
];

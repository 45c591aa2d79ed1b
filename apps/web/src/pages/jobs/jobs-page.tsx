import type { ReactNode } from 'react';
import { Page } from '../../kit/page';

export function JobsPage(): ReactNode {
  return <Page title="Jobs">{null}</Page>;
}

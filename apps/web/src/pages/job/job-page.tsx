import type { ReactNode } from 'react';
import { Page } from '../../kit/page';

export function JobPage(): ReactNode {
  return <Page title="Job">{null}</Page>;
}

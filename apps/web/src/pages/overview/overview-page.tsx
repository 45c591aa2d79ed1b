import type { ReactNode } from 'react';
import { Page } from '../../kit/page';

export function OverviewPage(): ReactNode {
  return <Page title="Overview">{null}</Page>;
}

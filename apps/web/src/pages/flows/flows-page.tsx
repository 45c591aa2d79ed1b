import type { ReactNode } from 'react';
import { Page } from '../../kit/page';

export function FlowsPage(): ReactNode {
  return <Page title="Flows">{null}</Page>;
}

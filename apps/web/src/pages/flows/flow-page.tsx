import type { ReactNode } from 'react';
import { Page } from '../../kit/page';

export function FlowPage(): ReactNode {
  return <Page title="Flow">{null}</Page>;
}

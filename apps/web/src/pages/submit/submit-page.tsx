import type { ReactNode } from 'react';
import { Page } from '../../kit/page';

export function SubmitPage(): ReactNode {
  return <Page title="Submit">{null}</Page>;
}

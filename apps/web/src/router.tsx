import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { parseSearch, stringifySearch } from './data/search';
import { Failure, Empty, Loading } from './kit/states';
import { Page } from './kit/page';
import { PAGES } from './pages/pages';
import { Shell } from './shell/shell';

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

const routes = PAGES.map(({ path, load }) =>
  createRoute({
    getParentRoute: () => root,
    path,
    component: lazyRouteComponent(async () => {
      const loaded = await load();
      return { default: (typeof loaded === 'object' && 'default' in loaded ? loaded.default : loaded) };
    }, 'default'),
    pendingComponent: () => <Loading />,
    errorComponent: ({ error, reset }) => (
      <Page title="This page broke">
        <Failure error={error} retry={reset} />
      </Page>
    ),
  }),
);

export const router = createRouter({
  routeTree: root.addChildren(routes),
  parseSearch,
  stringifySearch,
  defaultPreload: 'intent',
  scrollRestoration: true,
});

function NotFound(): ReactNode {
  return (
    <Page title="There is no such page">
      <Empty title="Nothing here">
        <p>
          The address names no page of the console. <Link to="/" className="link">Back to the overview</Link>
        </p>
      </Empty>
    </Page>
  );
}

/** The router made of the list of pages. */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { parseSearch, type Search, stringifySearch } from '../data/address.ts';
import { consolePath } from '../data/place.ts';
import { Crashed, Missing, Waiting } from './fallbacks.tsx';
import { pages } from './routes.ts';
import { Shell } from './shell.tsx';

const root = createRootRoute({
  component: Shell,
  notFoundComponent: Missing,
  validateSearch: (search: Record<string, unknown>): Search => search as Search,
});

const routes = pages.map(({ path, load }) =>
  createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(load) }),
);
/** All parts in all states; in development builds only. */
const design = import.meta.env.DEV
  ? [
      createRoute({
        getParentRoute: () => root,
        path: '/design',
        component: lazyRouteComponent(() => import('../design/page.tsx')),
      }),
    ]
  : [];

export const createConsoleRouter = () =>
  createRouter({
    routeTree: root.addChildren([...routes, ...design]),
    basepath: consolePath,
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultErrorComponent: Crashed,
    defaultPendingComponent: Waiting,
    defaultPendingMs: 150,
    scrollRestoration: false,
  });

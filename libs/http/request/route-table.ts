import { FastifyInstance } from 'fastify';

export interface Route {
  readonly method: string;
  /** Fastify's pattern, e.g. `/v1/jobs/:id`. */
  readonly url: string;
}

/** Every route the service has, noted while they are registered. */
export class RouteTable {
  private readonly noted: Route[] = [];
  private matchers: readonly { readonly pattern: RegExp; readonly method: string }[] | undefined;

  /** Watches an instance; to be called before any route is registered. */
  watch(instance: FastifyInstance): void {
    instance.addHook('onRoute', (route) => {
      for (const method of Array.isArray(route.method) ? route.method : [route.method]) this.noted.push({ method, url: route.url });
      this.matchers = undefined;
    });
  }

  get routes(): readonly Route[] {
    return this.noted;
  }

  /** The methods that some route would take at this path: none means 404, any means that another method is a 405. */
  methodsAt(path: string): readonly string[] {
    this.matchers ??= this.noted.map((route) => ({ method: route.method, pattern: patternOf(route.url) }));
    return [...new Set(this.matchers.filter((matcher) => matcher.pattern.test(path)).map((matcher) => matcher.method))].sort();
  }
}

function patternOf(url: string): RegExp {
  const source = url.split('/').map((segment) => {
    if (segment === '*') return '.*';
    return segment.startsWith(':') ? '[^/]+' : segment.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${source.join('/')}$`);
}

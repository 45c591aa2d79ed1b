import type { ServiceDescription } from '../service';

interface DocumentedOperation {
  readonly summary?: string;
  readonly responses?: Readonly<Record<string, { readonly content?: unknown; readonly description?: string }>>;
}

/**
 * What a service serves and does not document: routes that the OpenAPI document does not have, has without a summary, or has without
 * saying what a success looks like. Empty for every service (a test of each app asks), since Nest documents a bare route with an empty entry.
 */
export function undocumentedRoutes({ document, routes }: ServiceDescription): readonly string[] {
  const paths = document.paths as unknown as Readonly<Record<string, Readonly<Record<string, DocumentedOperation | undefined>> | undefined>>;
  return routes
    // Fastify answers HEAD wherever there is a GET.
    .filter(({ method }) => method !== 'HEAD')
    .flatMap(({ method, url }) => {
      const path = url.replaceAll(/:([A-Za-z0-9_]+)/g, '{$1}');
      const fault = faultOf(paths[path]?.[method.toLowerCase()]);
      return fault === undefined ? [] : [`${method} ${path}: ${fault}`];
    });
}

function faultOf(operation: DocumentedOperation | undefined): string | undefined {
  if (operation === undefined) return 'is not in the document';
  if (operation.summary === undefined || operation.summary === '') return 'has no summary';
  const successes = Object.entries(operation.responses ?? {}).filter(([status]) => /^[23]/.test(status));
  if (successes.length === 0) return 'says nothing about success';
  if (!successes.some(([status, response]) => response.content !== undefined || status === '204')) return 'does not say what a success looks like';
  return undefined;
}

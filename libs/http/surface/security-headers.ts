import type { IncomingMessage, ServerResponse } from 'node:http';
import { applyDecorators, Header } from '@nestjs/common';
import helmet, { type HelmetOptions } from 'helmet';

/*
 * What every answer says to a browser. Helmet knows the headers; they say the same for each answer, so they are asked for once, at boot, and an
 * answer costs the copying of a few strings.
 */

export type Headers = Readonly<Record<string, string>>;

/** What a content security policy allows; what it does not name is `'none'`. */
export type PagePolicy = Readonly<Record<string, readonly string[]>>;

const A_YEAR_SECONDS = 365 * 24 * 3_600;

/** Facts, never a page: nothing in it may be run, shown in a frame, read by another origin, or kept by a cache on the way. */
export function answerHeaders({ tls }: { readonly tls: boolean }): Headers {
  const rendered = render({
    contentSecurityPolicy: policyOf({}),
    strictTransportSecurity: tls ? { maxAge: A_YEAR_SECONDS, includeSubDomains: true } : false,
    // Of pages.
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
    xDnsPrefetchControl: false,
    xDownloadOptions: false,
    xFrameOptions: false,
    xPermittedCrossDomainPolicies: false,
    xXssProtection: false,
  });
  return { ...rendered, 'cache-control': 'no-store' };
}

/** Beside those of every answer: what a page and its parts say. */
export function pageHeaders(policy: PagePolicy): Headers {
  const rendered = render({ contentSecurityPolicy: policyOf(policy), strictTransportSecurity: false, xFrameOptions: { action: 'deny' } });
  return { ...rendered, 'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()' };
}

/** On a handler that answers with a page. */
export function PageHeaders(policy: PagePolicy): MethodDecorator {
  return applyDecorators(...Object.entries(pageHeaders(policy)).map(([name, value]) => Header(name, value)));
}

/** Only what this origin serves, and nothing inline. Enough for pages that are written by hand. */
export const OWN_ORIGIN_ONLY: PagePolicy = { 'script-src': ["'self'"], 'style-src': ["'self'"], 'img-src': ["'self'"], 'connect-src': ["'self'"] };

function policyOf(allowed: PagePolicy): HelmetOptions['contentSecurityPolicy'] {
  const directives = { 'default-src': ["'none'"], ...allowed, 'base-uri': ["'none'"], 'form-action': allowed['form-action'] ?? ["'none'"], 'frame-ancestors': ["'none'"] };
  return { useDefaults: false, directives: Object.fromEntries(Object.entries(directives).map(([name, sources]) => [name, [...sources]])) };
}

/** What helmet would set on a response. */
function render(options: HelmetOptions): Headers {
  const headers: Record<string, string> = {};
  const response = { setHeader: (name: string, value: string) => void (headers[name.toLowerCase()] = value), removeHeader: () => undefined };
  // It looks at nothing of the request, and does nothing to the answer but set and remove headers.
  helmet(options)({} as IncomingMessage, response as unknown as ServerResponse, (error?: unknown) => {
    if (error !== undefined) throw error as Error;
  });
  return headers;
}

import type { FastifyInstance } from 'fastify';
import { ApiError } from '../errors/api-error';

/**
 * How deep the objects and arrays of a body may stand in one another. What is deeper is nobody's data: it is sent to exhaust the stack of whoever walks through
 * it later (canonical forms, validators, PostgreSQL).
 */
export const MOST_LEVELS = 64;

/** Refuses bodies that are nested too deep before they are parsed, whatever the route. */
export function boundJsonDepth(instance: FastifyInstance): void {
  const parse = instance.getDefaultJsonParser('error', 'error');
  instance.removeContentTypeParser('application/json');
  instance.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (isDeeperThan(body, MOST_LEVELS)) return done(new ApiError('validation_failed', { detail: `the body is nested more than ${MOST_LEVELS} levels deep`, errors: [{ pointer: '', message: `must be nested at most ${MOST_LEVELS} levels deep` }] }));
    // eslint-disable-next-line @typescript-eslint/no-floating-promises -- Fastify's own parser answers by `done`
    parse(request, body, done);
  });
}

/** Whether brackets stand deeper than that in a JSON text. Counts them first: few bodies have as many at all. */
export function isDeeperThan(text: string, levels: number): boolean {
  if (text.length <= 2 * levels || !hasMore(text, levels)) return false;
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i += 1) {
    const char = text.charCodeAt(i);
    if (quoted) {
      if (char === BACKSLASH) i += 1;
      else if (char === QUOTE) quoted = false;
    } else if (char === QUOTE) quoted = true;
    else if (char === BRACKET || char === BRACE) {
      depth += 1;
      if (depth > levels) return true;
    } else if (char === BRACKET + 2 || char === BRACE + 2) depth -= 1;
  }
  return false;
}

const [QUOTE, BACKSLASH, BRACKET, BRACE] = [0x22, 0x5c, 0x5b, 0x7b];

function hasMore(text: string, brackets: number): boolean {
  let count = 0;
  for (const bracket of ['[', '{']) for (let at = text.indexOf(bracket); at >= 0; at = text.indexOf(bracket, at + 1)) if (++count > brackets) return true;
  return false;
}

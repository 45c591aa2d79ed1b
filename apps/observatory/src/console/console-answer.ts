/** What a path without a route is answered with. */
export type ConsoleAnswer =
  /** A file of the build; one whose name changes with its content may be kept for ever. */
  | { readonly kind: 'file'; readonly name: string; readonly keep: 'forever' | 'ask-again' }
  /** There is no build: a page that says how to make one. */
  | { readonly kind: 'not-built' }
  /** Nothing of the console's. */
  | { readonly kind: 'nothing' };

export interface ConsoleQuestion {
  readonly method: string;
  /** As it came, without the query. */
  readonly path: string;
  readonly accept: string | undefined;
}

export interface BuiltFiles {
  readonly built: boolean;
  has(name: string): boolean;
}

/** First segments that belong to somebody else: an unknown address below them is a 404, also to a browser. */
const NOT_PAGES: ReadonlySet<string> = new Set(['api', 'assets', 'debug', 'docs', 'health', 'healthz', 'metrics', 'platform', 'ready', 'readyz', 'runbooks', 'status', 'v1']);

/** The console is one page that knows all its addresses itself, so every address that can be a page of it answers with that page. */
export function consoleAnswer({ method, path, accept }: ConsoleQuestion, files: BuiltFiles): ConsoleAnswer {
  if (method !== 'GET' && method !== 'HEAD') return { kind: 'nothing' };
  const name = path.slice(1);
  if (name !== '' && name !== 'index.html' && files.has(name)) return { kind: 'file', name, keep: name.startsWith('assets/') ? 'forever' : 'ask-again' };
  if (NOT_PAGES.has(name.split('/', 1)[0] ?? '') || !takesHtml(accept, name)) return { kind: 'nothing' };
  return files.built ? { kind: 'file', name: 'index.html', keep: 'ask-again' } : { kind: 'not-built' };
}

/** A browser that goes somewhere asks for text/html by name. Only the first page is also given to whoever takes anything. */
function takesHtml(accept: string | undefined, name: string): boolean {
  return accept?.includes('text/html') === true || ((name === '' || name === 'index.html') && (accept === undefined || accept.includes('*/*')));
}

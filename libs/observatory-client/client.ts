import createClient, { type Client, type FetchResponse, type MaybeOptionalInit } from 'openapi-fetch';
import type { paths as GatewayPaths } from './generated/gateway';
import type { paths as ObservatoryPaths } from './generated/observatory';
import { problemError } from './problem-error';

export interface ClientOptions {
  /** Where the service is: `http://127.0.0.1:13003`; in a browser `''` for the page's own origin, `/api` for its edge proxy. */
  readonly baseUrl?: string;
  /** In place of the global `fetch`: to count, to time out, to test. */
  readonly fetch?: (request: Request) => Promise<Response>;
  readonly headers?: Readonly<Record<string, string>>;
}

type Verb = 'get' | 'put' | 'post' | 'patch' | 'delete';

/** A call that answers with the body, or throws a `ProblemError`. */
type Call<Paths extends object, Method extends Verb> = <Path extends PathsWithMethod<Paths, Method>, Init extends MaybeOptionalInit<Paths[Path], Method & keyof Paths[Path]>>(
  path: Path,
  ...init: InitParam<Init>
) => Promise<BodyOf<Paths, Path, Method, Init>>;

/** What must be said is asked for; what need not be said may be left out as a whole. */
type InitParam<Init> = undefined extends Init ? [init?: Init] : [init: Init];
type PathsWithMethod<Paths, Method extends string> = { [Path in keyof Paths]: Paths[Path] extends { [Name in Method]: object } ? Path : never }[keyof Paths];

type BodyOf<Paths, Path extends keyof Paths, Method, Init> = NonNullable<FetchResponse<Answers<Paths[Path][Method & keyof Paths[Path]]>, Init, `${string}/${string}`>['data']>;
type Answers<Operation> = Operation extends Record<string | number, unknown> ? Operation : never;

/** The body of a successful `GET`: `ReadBody<'/v1/jobs'>`. */
export type ReadBody<Path extends PathsWithMethod<ObservatoryPaths, 'get'>> = BodyOf<ObservatoryPaths, Path, 'get', object>;
/** What a `GET` may be asked with: `ReadQuery<'/v1/jobs'>`. */
export type ReadQuery<Path extends PathsWithMethod<ObservatoryPaths, 'get'>> = ObservatoryPaths[Path] extends { get: { parameters: { query?: infer Query } } } ? NonNullable<Query> : never;

export interface ObservatoryClient {
  /** `client.get('/v1/jobs/{id}', { params: { path: { id } } })` answers the body, or throws a `ProblemError`. `signal` aborts it. */
  readonly get: Call<ObservatoryPaths, 'get'>;
  /** With status and headers, and problems as values. */
  readonly raw: Client<ObservatoryPaths>;
}

export interface GatewayClient {
  readonly get: Call<GatewayPaths, 'get'>;
  readonly post: Call<GatewayPaths, 'post'>;
  readonly put: Call<GatewayPaths, 'put'>;
  readonly patch: Call<GatewayPaths, 'patch'>;
  readonly delete: Call<GatewayPaths, 'delete'>;
  readonly raw: Client<GatewayPaths>;
}

/** Reads. */
export function createObservatoryClient(options: ClientOptions = {}): ObservatoryClient {
  const raw = createClient<ObservatoryPaths>(options);
  return { raw, get: bodyOrProblem(raw.GET) as ObservatoryClient['get'] };
}

/** Commands. */
export function createGatewayClient(options: ClientOptions = {}): GatewayClient {
  const raw = createClient<GatewayPaths>(options);
  return {
    raw,
    get: bodyOrProblem(raw.GET) as GatewayClient['get'],
    post: bodyOrProblem(raw.POST) as GatewayClient['post'],
    put: bodyOrProblem(raw.PUT) as GatewayClient['put'],
    patch: bodyOrProblem(raw.PATCH) as GatewayClient['patch'],
    delete: bodyOrProblem(raw.DELETE) as GatewayClient['delete'],
  };
}

interface Answered {
  readonly data?: unknown;
  readonly error?: unknown;
  readonly response: Response;
}

/** The types of the paths end here: what goes in and comes out is typed by `Call`. */
function bodyOrProblem(ask: unknown): unknown {
  const call = ask as (path: string, init?: object) => Promise<Answered>;
  return async (path: string, init?: object): Promise<unknown> => {
    const { data, error, response } = await call(path, init);
    if (!response.ok) throw problemError(error, response);
    return data;
  };
}

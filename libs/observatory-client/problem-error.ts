import type { components } from './generated/observatory';

/** The problem document of RFC 9457, as every service answers it. */
export type Problem = components['schemas']['Problem'];
export type ProblemCode = Problem['code'] | 'unreadable_answer';

/**
 * A refusal. `code` is for programs, `message` for people. An answer that is no problem document (a proxy in between, say) has the code
 * `unreadable_answer`. A request that got no answer at all is what `fetch` makes of it: a `TypeError`, or an `AbortError`.
 */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';

  constructor(
    readonly status: number,
    readonly code: ProblemCode,
    readonly problem: Problem | undefined,
    /** The address that was asked. */
    readonly url: string,
  ) {
    super(problem === undefined ? `${url} answered ${status}` : (problem.detail ?? problem.title));
  }

  /** Seconds after which another try may help; undefined where the answer does not say. */
  get retryAfterSeconds(): number | undefined {
    return this.problem?.retryAfterSeconds;
  }

  /** There is no such thing (yet), in contrast to any other trouble. */
  get isNotFound(): boolean {
    return this.status === 404;
  }
}

/** @param error the parsed body of an answer, or its text */
export function problemError(error: unknown, response: Response): ProblemError {
  const problem = isProblem(error) ? error : undefined;
  return new ProblemError(response.status, problem?.code ?? 'unreadable_answer', problem, response.url);
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string' && 'title' in body && typeof body.title === 'string';
}

import type { ErrorCode } from '#contracts';
import { counter } from '#observability';

/** Counts an answer with a problem document. */
export function countProblem(code: ErrorCode): void {
  counter('errors').labels({ code }).inc();
}

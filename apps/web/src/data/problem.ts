import { ProblemError } from '#observatory-client';

/** What to tell a person about a read or a command that did not work. */
export function messageOf(error: unknown): string {
  if (error instanceof ProblemError) return error.message;
  if (error instanceof TypeError) return 'The observatory does not answer. Is it running? `make status` tells.';
  return error instanceof Error ? error.message : String(error);
}

export function isNotFound(error: unknown): boolean {
  return error instanceof ProblemError && error.isNotFound;
}

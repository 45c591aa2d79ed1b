/** Reads one field of a payload; undefined when it is not there, or cannot be looked into. */
export type FieldReader = (payload: unknown) => unknown;

/**
 * Compiles a JSON pointer (RFC 6901) into a reader that takes nothing apart any more. A sealed value hides what is in it: when a job is submitted its payload is
 * still open, later a rule about a sealed field does not concern the job.
 */
export function fieldReader(pointer: string): FieldReader {
  const keys = pointer.split('/').slice(1).map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
  return (payload) => {
    let value = payload;
    for (const key of keys) {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
      value = (value as Record<string, unknown>)[key];
    }
    return typeof value === 'object' && value !== null && '$sealed' in value ? undefined : value;
  };
}

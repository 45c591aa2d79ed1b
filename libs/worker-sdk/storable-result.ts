import { validator } from '#contracts';
import { AttemptError } from './attempt-error';

/**
 * The result as it will be stored, or a failure that says what is wrong with it. A report that the gateway had to refuse would leave the
 * job without an end, so the worker refuses such a result first.
 *
 * @throws AttemptError `result_too_large` or `invalid_result`, neither retryable: the handler would make the same one again
 */
export function storableResult(result: unknown): unknown {
  if (result === undefined || result === null || typeof result === 'number' || typeof result === 'boolean') return result;
  const text = asText(result);
  if (text === undefined) return undefined;
  if (text.length > MAX_RESULT_CHARS) {
    const message = `the result has ${text.length} characters as JSON; ${MAX_RESULT_CHARS} may be kept`;
    throw new AttemptError('result_too_large', message, { retryable: false });
  }
  if (UNSTORABLE.test(text)) throw invalid('it holds a NUL character or half of a surrogate pair, which PostgreSQL cannot store');
  const checked = validator('JsonValue')(JSON.parse(text));
  if (!checked.ok) throw invalid(checked.errors.map(({ pointer, message }) => `${pointer} ${message}`).join('; '));
  return checked.value;
}

function asText(result: unknown): string | undefined {
  try {
    return JSON.stringify(result);
  } catch (cause) {
    throw invalid(cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function invalid(why: string, cause?: unknown): AttemptError {
  return new AttemptError('invalid_result', `the result cannot be kept: ${why}`, { retryable: false, cause });
}

/** As large as a payload may be. */
const MAX_RESULT_CHARS = 262_144;
/** An escape, not an escaped backslash followed by these letters. */
const UNSTORABLE = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/;

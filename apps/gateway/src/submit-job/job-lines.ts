import type { SubmitJobRequest } from '#contracts';
import { ApiError, ContractBodyPipe, isDeeperThan, MOST_LEVELS } from '#http';

/** One job of a body in NDJSON: what the line asks for, or why nobody can tell. */
export interface JobLine {
  /** From 1. */
  readonly line: number;
  readonly read: { readonly request: SubmitJobRequest } | { readonly error: ApiError };
}

/** A body that came as NDJSON; the content type parser makes it, the bulk route reads it. */
export class JobLines {
  constructor(private readonly bytes: Buffer) {}

  get size(): number {
    return this.bytes.length;
  }

  /**
   * Its lines, those without anything left out; each for itself, so that one nobody can read does not keep out the others.
   *
   * @throws ApiError malformed_json for bytes that are not UTF-8, validation_failed for no job or more than `most`
   */
  read(most: number): JobLine[] {
    const lines: JobLine[] = [];
    let number = 0;
    for (const text of decode(this.bytes).split('\n')) {
      number += 1;
      if (text.trim() === '') continue;
      if (lines.length === most) throw refused(`there are more than ${most} jobs`);
      lines.push({ line: number, read: readLine(text) });
    }
    if (lines.length === 0) throw refused('there is no job in it');
    return lines;
  }
}

const pipe = new ContractBodyPipe('SubmitJobRequest');

function readLine(text: string): JobLine['read'] {
  if (isDeeperThan(text, MOST_LEVELS)) return { error: new ApiError('validation_failed', { detail: `the line is nested more than ${MOST_LEVELS} levels deep` }) };
  try {
    return { request: pipe.transform(parse(text)) as SubmitJobRequest };
  } catch (error) {
    if (error instanceof ApiError) return { error };
    return { error: new ApiError('malformed_json', { detail: error instanceof Error ? error.message : 'the line is not JSON' }) };
  }
}

/** Text that may name what JavaScript objects inherit by; anything escaped may. */
const SUSPECT = /__proto__|constructor|\\u/;

/** As the parser of whole bodies: a field that could become an object's prototype is refused. */
function parse(text: string): unknown {
  if (!SUSPECT.test(text)) return JSON.parse(text);
  return JSON.parse(text, (key, value: unknown) => {
    const inherits = key === '__proto__' || (key === 'constructor' && typeof value === 'object' && value !== null && Object.hasOwn(value, 'prototype'));
    if (inherits) throw new SyntaxError(`the field ${key} is not allowed`);
    return value;
  });
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new ApiError('malformed_json', { detail: 'the body is not UTF-8', cause });
  }
}

function refused(message: string): ApiError {
  return new ApiError('validation_failed', { detail: message, errors: [{ pointer: '', message }] });
}

import { Transform, type TransformCallback } from 'node:stream';
import { ApiError } from '#http';

/** Bytes pass as they come; past the limit the request fails instead. */
export class BoundedBody extends Transform {
  private seen = 0;

  constructor(private readonly limitBytes: number) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.seen += chunk.length;
    if (this.seen > this.limitBytes) done(tooLarge(this.limitBytes));
    else done(null, chunk);
  }
}

export const tooLarge = (limitBytes: number): ApiError => new ApiError('payload_too_large', { detail: `the body must not be larger than ${limitBytes} bytes` });

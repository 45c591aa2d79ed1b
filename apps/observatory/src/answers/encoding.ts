import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** Below this, a header costs more than it saves. */
export const WORTH_COMPRESSING_BYTES = 1_024;

/** Above this a level that is as fast as gzip's: quality 4 makes JSON a tenth, in a millisecond for a page of jobs. */
const BROTLI_QUALITY = 4;

export type Coding = 'br' | 'gzip';

/** The coding that a client would rather have of those that there are; undefined for none. */
export function codingFor(acceptEncoding: string | undefined): Coding | undefined {
  const wanted = new Map(
    (acceptEncoding ?? '').split(',').map((part) => {
      const [name = '', ...parameters] = part.trim().toLowerCase().split(';');
      const quality = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1]).find((value) => value !== undefined);
      return [name.trim(), quality === undefined ? 1 : Number(quality)] as const;
    }),
  );
  const quality = (coding: Coding): number => wanted.get(coding) ?? wanted.get('*') ?? 0;
  if (quality('br') === 0 && quality('gzip') === 0) return undefined;
  return quality('br') >= quality('gzip') ? 'br' : 'gzip';
}

const COMPRESS = {
  br: promisify(brotliCompress),
  gzip: promisify(gzip),
} as const;

/** In the thread pool: the event loop answers others meanwhile. */
export function compressed(text: string, coding: Coding): Promise<Buffer> {
  const bytes = Buffer.from(text);
  return coding === 'br' ? COMPRESS.br(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }) : COMPRESS.gzip(bytes);
}

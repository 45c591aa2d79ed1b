import { fetch as keyedFetch } from '../../deploy/native/keyed-fetch';
import { CHECKS } from './checks';
import { type OpenApiDocument, readOperations } from './operations';
import { type Fetch, Reader } from './reader';
import { samplesOf } from './samples';

export interface CheckResult {
  readonly operation: string;
  readonly check: string;
  /** What is wrong; empty when the check is passed. */
  readonly faults: readonly string[];
}

/** Watched over all checks. */
export const NO_SETBACKS = 'positions never go back';

/**
 * Holds a running observatory to its own OpenAPI document and to the contracts: every read that is documented, with whatever is there to be read.
 *
 * @param only operations whose path contains this
 * @param check only this one
 */
export async function testReadApi({ url, fetch = keyedFetch, only = '', check: wanted }: { url: string; fetch?: Fetch; only?: string; check?: string }): Promise<CheckResult[]> {
  const reader = new Reader(url.replace(/\/+$/, ''), fetch);
  const { status, json } = await reader.get('/openapi.json');
  if (status !== 200) throw new Error(`${url}/openapi.json answers ${status}`);
  const operations = readOperations(json as OpenApiDocument).filter(({ path }) => path.includes(only));
  const results = await Promise.all(
    operations.map(async (operation) => {
      const samples = await samplesOf(operation, reader);
      return Promise.all(Object.entries(CHECKS).filter(([check]) => wanted === undefined || check === wanted).map(async ([check, faultsOf]): Promise<CheckResult> => ({ operation: `GET ${operation.path}`, check, faults: await faultsOf({ operation, samples, reader }) })));
    }),
  );
  return [...results.flat(), { operation: 'all', check: NO_SETBACKS, faults: reader.setbacks }];
}

import Ajv2020, { type ErrorObject, type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';

/** One thing that is wrong with a payload, and where: a JSON pointer, empty for the payload itself. */
export interface PayloadFault {
  readonly pointer: string;
  readonly message: string;
}

/**
 * @param of what the schema belongs to, for the error
 * @throws Error if this is no schema that can be relied on: unknown keywords are refused, a misspelt one would check nothing
 */
export function payloadCheck(of: string, schema: object): (payload: unknown) => readonly PayloadFault[] {
  const accepts = compile(of, schema);
  return (payload) => (accepts(payload) ? [] : (accepts.errors ?? []).slice(0, MAX_FAULTS).map(faultOf));
}

function compile(of: string, schema: object): ValidateFunction {
  // An instance each: two handlers may give their schemas the same $id.
  const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
  addFormats(ajv);
  try {
    return ajv.compile(schema);
  } catch (cause) {
    throw new Error(`the payload schema of ${of} cannot be used: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

const MAX_FAULTS = 20;

function faultOf(error: ErrorObject): PayloadFault {
  const property = (error.params as { additionalProperty?: string }).additionalProperty;
  const pointer = property === undefined ? error.instancePath : `${error.instancePath}/${property.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  return { pointer, message: property === undefined ? (error.message ?? 'is not valid') : 'is not a known property' };
}

import Ajv2020, { type ErrorObject, type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { AttemptError, type JobHandler } from './job-handler';

/**
 * Job type → handler, with the payload checked before the handler sees it. Fixed at boot: a type without a handler, or with two, is a fault
 * of the build.
 */
export class HandlerRegistry {
  private readonly entries = new Map<string, { readonly handler: JobHandler; readonly accepts: ValidateFunction }>();

  /**
   * @param types the job types this worker promises to run
   * @throws Error that lists every type with no handler, every handler registered twice and every handler of another type
   */
  constructor(types: readonly string[], handlers: readonly JobHandler[]) {
    const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
    addFormats(ajv);
    const faults: string[] = [];
    for (const handler of handlers) {
      if (!types.includes(handler.type)) faults.push(`there is a handler for ${handler.type}, which is not among the job types`);
      if (this.entries.has(handler.type)) faults.push(`there are two handlers for ${handler.type}`);
      else this.entries.set(handler.type, { handler, accepts: ajv.compile(handler.payloadSchema) });
    }
    for (const type of types) if (!this.entries.has(type)) faults.push(`there is no handler for ${type}`);
    if (faults.length > 0) throw new Error(`the job handlers do not fit the job types: ${faults.join('; ')}`);
  }

  get types(): string[] {
    return [...this.entries.keys()];
  }

  has(type: string): boolean {
    return this.entries.has(type);
  }

  /**
   * The handler of a type, its payload checked.
   *
   * @throws AttemptError `unknown_job_type` or `invalid_payload`, neither worth another attempt here
   */
  prepare(type: string, payload: object): JobHandler {
    const entry = this.entries.get(type);
    if (!entry) throw new AttemptError('unknown_job_type', `no worker of this build knows the job type ${type}`, { retryable: false });
    if (!entry.accepts(payload)) {
      const errors = (entry.accepts.errors ?? []).slice(0, MAX_FAULTS).map(faultOf);
      const first = errors[0] as { pointer: string; message: string };
      throw new AttemptError('invalid_payload', `the payload does not fit ${type}: ${first.pointer || 'it'} ${first.message}`, { retryable: false, details: { errors } });
    }
    return entry.handler;
  }
}

const MAX_FAULTS = 20;

function faultOf(error: ErrorObject): { pointer: string; message: string } {
  const property = (error.params as { additionalProperty?: string }).additionalProperty;
  const pointer = property === undefined ? error.instancePath : `${error.instancePath}/${property.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  return { pointer, message: property === undefined ? (error.message ?? 'is not valid') : 'is not a known property' };
}

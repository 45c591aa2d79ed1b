import type { JsonObject } from '#contracts';
import type { HandlerContext } from './handler-context';
import { payloadCheck, type PayloadFault } from './payload-check';

/** What a team writes to have jobs of its own type run. */
export interface HandlerDefinition<Payload extends object, Result = unknown> {
  /** As in the submitted job: `image.resize`. */
  readonly type: string;
  /** JSON Schema 2020-12 of the payload. What does not fit fails without another attempt. */
  readonly payloadSchema: object;
  /**
   * Resolves with the result (any JSON value, or nothing). Throws {@link giveUp} or {@link retryAfter} to say how it failed; any other throw is
   * a failure that may be tried again.
   */
  run(context: HandlerContext<Payload>): Promise<Result>;
}

/** A handler as the worker keeps it: of no particular payload, since that is checked before each run. */
export interface JobHandler {
  readonly type: string;
  readonly payloadSchema: object;
  /** What is wrong with a payload; nothing when it fits. */
  readonly faultsOf: (payload: unknown) => readonly PayloadFault[];
  run(context: HandlerContext): Promise<unknown>;
}

/**
 * Makes a handler of its definition.
 *
 * @throws Error if the type is no name, or the schema no JSON Schema: a fault of the build, found at boot
 */
export function defineHandler<Payload extends object = JsonObject, Result = unknown>(definition: HandlerDefinition<Payload, Result>): JobHandler {
  const { type, payloadSchema } = definition;
  if (!TYPE.test(type)) throw new Error(`${JSON.stringify(type)} is no job type: lower case words, joined by dots, as in image.resize`);
  return Object.freeze({
    type,
    payloadSchema,
    faultsOf: payloadCheck(type, payloadSchema),
    // True because of the check before each run; this is the one place where the payload's type is taken on trust.
    run: (context: HandlerContext) => definition.run(context as unknown as HandlerContext<Payload>),
  });
}

/** The contract's form of a name. */
const TYPE = /^[a-z][a-z0-9._-]{0,63}$/;

import type { JobType, SubmitJobRequest } from '#contracts';
import type { ControlsSnapshot, SubmitCommand } from '#domain';
import { ApiError } from '#http';
import { NOTHING_SENSITIVE, sensitivityOf, type Sensitivity } from '#sealing';
import { compilePayloadSchema, type PayloadCheck } from './payload-schema';

/** What a payload schema comes to. */
interface Compiled {
  readonly text: string;
  readonly check: PayloadCheck;
  readonly sensitivity: Sensitivity;
}

/**
 * What the definition of its type makes of a submission: fills in what it leaves open, and refuses a payload that does not match. The definition is the
 * one this gateway knows: at most a second old, and at once the one it was itself asked to set.
 */
export class JobTypeRules {
  /** By definition, then by schema: a definition is read anew with every change of any control, and its schema is mostly the same. */
  private readonly byDefinition = new WeakMap<JobType, Compiled>();
  private readonly byName = new Map<string, Compiled>();

  constructor(private readonly controls: { readonly known: boolean; readonly snapshot: Pick<ControlsSnapshot, 'jobType'> }) {}

  /** @throws ApiError validation_failed, with pointers into the request; not_ready in the first moments of a gateway, before it knows the definitions */
  applyJobType(request: Pick<SubmitJobRequest, 'queue' | 'priority'>, command: SubmitCommand): SubmitCommand {
    if (!this.controls.known) throw new ApiError('not_ready', { detail: 'the job types have not been read yet' });
    const definition = this.controls.snapshot.jobType(command.type);
    if (definition === undefined) return command;
    if (definition.payloadSchema !== undefined) this.checkPayload(definition, command);
    return {
      ...command,
      queue: request.queue ?? definition.queue ?? command.queue,
      priority: request.priority ?? definition.priority ?? command.priority,
      maxAttempts: command.maxAttempts ?? definition.maxAttempts,
      retry: command.retry ?? definition.retry,
      timeoutMs: command.timeoutMs ?? definition.timeoutMs,
    };
  }

  /** Which parts of the type's payloads are sealed. */
  sensitivityOf(type: string): Sensitivity {
    const definition = this.controls.snapshot.jobType(type);
    return definition?.payloadSchema === undefined ? NOTHING_SENSITIVE : this.compiledOf(definition).sensitivity;
  }

  private checkPayload(definition: JobType, command: SubmitCommand): void {
    const faults = this.compiledOf(definition).check(command.payload);
    const [first] = faults;
    if (first === undefined) return;
    const errors = faults.map(({ pointer, message }) => ({ pointer: `/payload${pointer}`, message }));
    throw new ApiError('validation_failed', { detail: `the payload does not match the job type ${definition.name}: /payload${first.pointer} ${first.message}`, errors });
  }

  private compiledOf(definition: JobType): Compiled {
    let compiled = this.byDefinition.get(definition);
    if (compiled === undefined) {
      compiled = this.compile(definition);
      this.byDefinition.set(definition, compiled);
    }
    return compiled;
  }

  private compile({ name, payloadSchema }: JobType): Compiled {
    const text = JSON.stringify(payloadSchema);
    const known = this.byName.get(name);
    if (known?.text === text) return known;
    const result = compilePayloadSchema(payloadSchema ?? {});
    // It was compiled before it was stored. Should this release be stricter than the one that stored it, nothing of the type is refused for that.
    const compiled = { text, check: result.ok ? result.check : () => [], sensitivity: sensitivityOf(payloadSchema) };
    this.byName.set(name, compiled);
    return compiled;
  }
}

import type { JobType, SubmitJobRequest } from '#contracts';
import type { ControlsSnapshot, SubmitCommand } from '#domain';
import { ApiError } from '#http';
import { compilePayloadSchema, type PayloadCheck } from './payload-schema';

interface Compiled {
  readonly text: string;
  readonly check: PayloadCheck;
}

/**
 * What the definition of its type makes of a submission: fills in what it leaves open, and refuses a payload that does not match. The definition is the
 * one this gateway knows: at most a second old, and at once the one it was itself asked to set.
 */
export class JobTypeRules {
  /** By definition, then by schema: a definition is read anew with every change of any control, and its schema is mostly the same. */
  private readonly byDefinition = new WeakMap<JobType, PayloadCheck>();
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

  private checkPayload(definition: JobType, command: SubmitCommand): void {
    const faults = this.checkOf(definition)(command.payload);
    const [first] = faults;
    if (first === undefined) return;
    const errors = faults.map(({ pointer, message }) => ({ pointer: `/payload${pointer}`, message }));
    throw new ApiError('validation_failed', { detail: `the payload does not match the job type ${definition.name}: /payload${first.pointer} ${first.message}`, errors });
  }

  private checkOf(definition: JobType): PayloadCheck {
    let check = this.byDefinition.get(definition);
    if (check === undefined) {
      check = this.compiled(definition);
      this.byDefinition.set(definition, check);
    }
    return check;
  }

  private compiled({ name, payloadSchema }: JobType): PayloadCheck {
    const text = JSON.stringify(payloadSchema);
    const known = this.byName.get(name);
    if (known?.text === text) return known.check;
    const result = compilePayloadSchema(payloadSchema ?? {});
    // It was compiled before it was stored. Should this release be stricter than the one that stored it, nothing of the type is refused for that.
    const check: PayloadCheck = result.ok ? result.check : () => [];
    this.byName.set(name, { text, check });
    return check;
  }
}

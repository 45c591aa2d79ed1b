import type { JsonObject, JsonValue } from '#contracts';
import { valueAt, type SubmitCommand } from '#domain';
import { ApiError } from '#http';
import { CannotOpen, digestWith, keysWithin, mapFields, openDocument, personOf, seal, type DataKey, type KeyOwner, type OwnedDataKeys, type Purpose, type Sensitivity } from '#sealing';

/** Which payloads are sealed: none, those that their type marks, all. */
export type EncryptionMode = 'off' | 'sensitive' | 'all';

export interface SealJobsOptions {
  readonly keys: OwnedDataKeys | undefined;
  readonly mode: EncryptionMode;
  /** JSON pointers into payloads by which jobs must still be told apart. */
  readonly limitedBy: () => readonly string[];
}

const WHOLE = [''] as const;

/**
 * What stands in the store, in queues, in read models and in backups of a payload that is nobody's business: only sealed values. Sealed after it was checked, with the
 * key of its tenant, or of the person that its type says it is about; opened by the worker that runs it, and for those who may have it revealed.
 */
export class SealJobs {
  constructor(private readonly options: SealJobsOptions) {}

  /** Waits only when a key is not at hand. @throws ApiError sealing_unavailable where a type asks for it and this installation has no keys; the store's errors */
  seal(command: SubmitCommand, sensitivity: Sensitivity): SubmitCommand | Promise<SubmitCommand> {
    const { keys, mode } = this.options;
    const fields = mode === 'all' ? WHOLE : sensitivity.fields;
    if (fields.length === 0) return command;
    if (keys === undefined || mode === 'off') throw new ApiError('sealing_unavailable', { detail: `the job type ${command.type} has sensitive fields, and this installation has no ENCRYPTION_KEYS to seal them with` });
    const { tenantId } = command;
    const person = sensitivity.subject === undefined ? undefined : personOf(valueAt(command.payload, sensitivity.subject));
    const tenantKey = keys.knownOf({ tenantId, subject: '' });
    if (tenantKey !== undefined && person === undefined) return this.sealed(command, fields, tenantKey, tenantKey);
    return this.withKeys(keys, tenantId, person).then(([key, ofTenant]) => this.sealed(command, fields, key, ofTenant));
  }

  /** A payload as it was submitted. @param owner the job it was sealed for @throws ApiError erased when its key was destroyed */
  async openPayload(payload: JsonObject, owner: string): Promise<JsonObject> {
    return (await this.open(payload, owner, 'payload')) as JsonObject;
  }

  /** Any document of a job with what is sealed in it opened. @throws ApiError erased when a key was destroyed, or it is not this job's */
  async open(document: unknown, owner: string, purpose: Purpose): Promise<JsonValue> {
    const needed = keysWithin(document);
    const { keys } = this.options;
    if (needed.size === 0) return document;
    if (keys === undefined) throw new ApiError('sealing_unavailable', { detail: 'this installation has no ENCRYPTION_KEYS to open it with' });
    try {
      const found = new Map(await Promise.all([...needed].map(async (id): Promise<[string, DataKey]> => [id, await keys.byId(id)])));
      return openDocument(document, (id) => found.get(id) as DataKey, owner, purpose);
    } catch (error) {
      if (error instanceof CannotOpen) throw new ApiError('erased', { detail: error.message });
      throw error;
    }
  }

  /** Under what the keys of a person are kept: a digest, so that the store knows nobody's name. */
  async ownerOf(tenantId: string, person: string): Promise<KeyOwner> {
    const { keys } = this.options;
    if (keys === undefined) throw new ApiError('sealing_unavailable', { detail: 'this installation has no ENCRYPTION_KEYS' });
    return { tenantId, subject: digestWith(await keys.of({ tenantId, subject: '' }), person) };
  }

  forget(keyId: string): void {
    this.options.keys?.forget(keyId);
  }

  private async withKeys(keys: OwnedDataKeys, tenantId: string, person: string | undefined): Promise<[DataKey, DataKey]> {
    const ofTenant = await keys.of({ tenantId, subject: '' });
    if (person === undefined) return [ofTenant, ofTenant];
    return [await keys.of({ tenantId, subject: digestWith(ofTenant, person) }), ofTenant];
  }

  private sealed(command: SubmitCommand, fields: readonly string[], key: DataKey, ofTenant: DataKey): SubmitCommand {
    const payload = fields.reduce<unknown>(
      (document, field) => mapFields(document, [field], (value) => this.withDigests(value, field, seal(value, key, command.jobId, 'payload'), ofTenant)),
      command.payload,
    );
    return { ...command, payload: payload as JsonObject };
  }

  /** Limits go on telling jobs apart by a value that they cannot read. */
  private withDigests(value: unknown, field: string, sealed: ReturnType<typeof seal>, key: DataKey): ReturnType<typeof seal> {
    const digests = this.options.limitedBy().flatMap((pointer): [string, string][] => {
      if (pointer !== field && !pointer.startsWith(`${field}/`)) return [];
      const within = pointer.slice(field.length);
      const found = valueAt(value, within);
      return found === undefined || found === null ? [] : [[within, digestWith(key, found)]];
    });
    return digests.length === 0 ? sealed : { ...sealed, $digests: Object.fromEntries(digests) };
  }
}

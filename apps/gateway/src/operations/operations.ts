import type { CancelOperationRequest, Operation, OperationListResponse, OperationResponse, StartOperationRequest, TenantId } from '#contracts';
import { uuidV7, type OperationReader, type ResourceStore } from '#event-log';
import { ApiError } from '#http';
import type { SubmitOrigin } from '../submit-job/submit-request';
import { cancelOperation, operationOf, startOperation, statusesOf, type OperationState } from './operation-state';

export interface OperationsParts {
  readonly resources: ResourceStore;
  /** The operations that a tenant sees. */
  readonly within: (tenantId: TenantId) => { readonly operations: Pick<OperationReader, 'newest'> };
  readonly head: () => number;
  readonly nowMs: () => number;
}

/** Bulk operations as operators ask for them and watch them; the work is the runner's. */
export class Operations {
  constructor(private readonly parts: OperationsParts) {}

  /** @throws ApiError validation_failed for a filter that names nothing, or no job that the action could be for */
  async start(request: StartOperationRequest, { tenantId, correlationId }: SubmitOrigin): Promise<OperationResponse> {
    refuseUseless(request);
    const id = uuidV7();
    const { resource, position } = await this.parts.resources.change<OperationState, 'started'>('operation', id, { tenantId, correlationId }, (_, { now }) =>
      startOperation(request, { id, tenantId, correlationId }, now),
    );
    return this.answer(resource?.state, id, position);
  }

  async get(tenantId: string, id: string): Promise<OperationResponse> {
    return this.answer(await this.own(tenantId, id), id);
  }

  async list(tenantId: string, before: string | undefined, limit: number): Promise<OperationListResponse> {
    const page = await this.parts.within(tenantId).operations.newest<OperationState>(tenantId, before, limit);
    return { items: page.map(({ state }) => this.seen(state)), nextBefore: page.length < limit ? undefined : page.at(-1)?.name };
  }

  /** Asks for the end of it; one that has ended stays as it is. */
  async cancel(id: string, request: CancelOperationRequest, { tenantId, correlationId }: SubmitOrigin): Promise<OperationResponse> {
    if ((await this.own(tenantId, id)) === undefined) return this.answer(undefined, id);
    const { resource } = await this.parts.resources.change<OperationState, unknown>('operation', id, { correlationId }, (state, { now }) => cancelOperation(state, request, now));
    return this.answer(resource?.state, id);
  }

  /** An operation of another tenant is none: it never changes its tenant. */
  private async own(tenantId: string, id: string): Promise<OperationState | undefined> {
    const resource = await this.parts.resources.get<OperationState>('operation', id);
    return resource?.tenantId === tenantId ? resource.state : undefined;
  }

  private answer(state: OperationState | undefined, id: string, position = this.parts.head()): OperationResponse {
    if (state === undefined) throw new ApiError('not_found', { detail: `there is no operation ${id}` });
    return { operation: this.seen(state), position };
  }

  private seen(state: OperationState): Operation {
    return operationOf(state, this.parts.nowMs());
  }
}

function refuseUseless({ action, filter }: StartOperationRequest): void {
  const refuse = (pointer: string, message: string): never => {
    throw new ApiError('validation_failed', { detail: `${pointer} ${message}`, errors: [{ pointer, message }] });
  };
  if (Object.keys(filter).length === 0) refuse('/filter', 'must say which jobs are meant');
  if (statusesOf(action, filter).length === 0) refuse('/filter/state', `names jobs that ${action} can do nothing for`);
}

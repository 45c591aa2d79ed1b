import type { TenantId } from '#contracts';
import { ApiError } from '#http';
import { PLATFORM_TENANT, type Principal } from '#identity';
import { JOBS, type Narrowing, NOT_NARROWED, type ReadModelDefinition } from '#read-model';

/**
 * Whose documents an answer may show: those of one tenant, or of all of them. Every query takes one, and there is no other way to make one than from who asks:
 * a query that was given none does not compile.
 *
 * Members of the platform's own tenant who may read tenants (`tenants:read`: viewer, operator, admin, auditor) see all of them, and one of them where they say
 * which; everybody else sees their own tenant, whatever they say.
 */
export class Scope {
  private constructor(
    /** Undefined: all tenants. */
    readonly tenantId: TenantId | undefined,
  ) {}

  static of(caller: Pick<Principal, 'tenantId' | 'permissions'>, asked: TenantId | undefined): Scope {
    if (caller.tenantId === PLATFORM_TENANT && caller.permissions.has('tenants:read')) return new Scope(asked);
    if (asked !== undefined && asked !== caller.tenantId) throw new ApiError('forbidden', { detail: 'what another tenant has is not shown to you', facts: { tenantId: caller.tenantId, asked } });
    return new Scope(caller.tenantId);
  }

  /** Tells answers apart that are kept for several callers. No tenant has this name. */
  get key(): string {
    return this.tenantId ?? '*';
  }

  isOf(tenantId: TenantId | undefined): boolean {
    return this.tenantId === undefined || this.tenantId === (tenantId ?? PLATFORM_TENANT);
  }

  /** All tenants may be seen: whoever asks runs the platform. */
  get isOfPlatform(): boolean {
    return this.tenantId === undefined;
  }

  /** There are indexes of its jobs alone. Of the platform's own jobs there are none: they are met along those of all jobs. */
  get hasOwnWalks(): boolean {
    return this.tenantId !== undefined && this.tenantId !== PLATFORM_TENANT;
  }

  /** What every question to a read model is asked with. */
  narrowing<T extends { readonly _id: string }>(model: ReadModelDefinition): Narrowing<T> {
    const { tenantId } = this;
    if (tenantId === undefined) return NOT_NARROWED;
    const { hasOwnWalks } = this;
    const names = new Set(model.indexes.map(({ name }) => name));
    // Every model that is narrowed has a tenant; the compiler does not see into a document whose type is still open.
    const within = { tenantId } as unknown as Narrowing<T>['within'];
    return { within, indexFor: (index) => ((hasOwnWalks || model.name !== JOBS.name) && names.has(`tenant_${index}`) ? `tenant_${index}` : index) };
  }
}

import type { Consent, ConsentListResponse, PutConsentRequest } from '#contracts';
import { type SubmitCommand, valueAt } from '#domain';
import type { ResourceStore } from '#event-log';
import { ApiError } from '#http';
import { personOf, type Sensitivity } from '#sealing';
import type { SealJobs } from '../seal-jobs/seal-jobs';

/** What is kept of a person: by purpose what they have said last. */
interface ConsentState {
  readonly purposes: Readonly<Record<string, Consent>>;
}

/** A person has no more purposes than an answer may list. */
const MOST_PURPOSES = 100;

/**
 * What people have said about the use of their data, each change an event of the log. A person is known by the digest under which their keys are kept, so nothing here says who
 * it is, and it stays when they are erased: who has opted out is not asked again for that.
 */
export class Consents {
  constructor(
    private readonly resources: Pick<ResourceStore, 'get' | 'change'>,
    private readonly seals: Pick<SealJobs, 'ownerOf'>,
  ) {}

  /** @throws ApiError sealing_unavailable, without keys for the digest; the store's errors */
  async list(tenantId: string, person: string): Promise<ConsentListResponse> {
    const { subject } = await this.seals.ownerOf(tenantId, person);
    const kept = await this.resources.get<ConsentState>('consent', rowOf(tenantId, subject));
    return { subject, items: Object.values(kept?.state.purposes ?? {}).sort((a, b) => (a.purpose < b.purpose ? -1 : 1)) };
  }

  /** Records what a person says. The same said again is no event, and keeps its time. @throws ApiError validation_failed beyond a hundred purposes, sealing_unavailable; the store's errors */
  async set(tenantId: string, person: string, purpose: string, { status, reason }: PutConsentRequest, by: string, correlationId: string): Promise<Consent> {
    const { subject } = await this.seals.ownerOf(tenantId, person);
    const { outcome } = await this.resources.change<ConsentState, Consent>('consent', rowOf(tenantId, subject), { tenantId, correlationId }, (state, { now: at }) => {
      const purposes = state?.purposes ?? {};
      const before = Object.hasOwn(purposes, purpose) ? purposes[purpose] : undefined;
      if (before?.status === status) return { outcome: before };
      if (before === undefined && Object.keys(purposes).length >= MOST_PURPOSES) throw new ApiError('validation_failed', { detail: `a person has at most ${MOST_PURPOSES} purposes` });
      const consent: Consent = { purpose, status, at, by, ...(reason === undefined ? {} : { reason }) };
      return { state: { purposes: { ...purposes, [purpose]: consent } }, events: [{ type: 'subject.consent_set', at, payload: { subject, ...consent } }], outcome: consent };
    });
    return outcome;
  }

  /**
   * Lets a submission through whose type says what for it uses a person's data, unless that person has opted out, or has not consented where the type asks for it. Looked up each
   * time: an opt-out holds from its answer on, at every gateway. A payload that names nobody is about nobody.
   *
   * @throws ApiError opted_out, sealing_unavailable; the store's errors
   */
  async admit({ tenantId, type, payload }: SubmitCommand, { subject: field, purpose, asksConsent = false }: Sensitivity): Promise<void> {
    const person = field === undefined ? undefined : personOf(valueAt(payload, field));
    if (purpose === undefined || person === undefined) return;
    const { subject } = await this.seals.ownerOf(tenantId, person);
    const kept = await this.resources.get<ConsentState>('consent', rowOf(tenantId, subject));
    const said = kept !== undefined && Object.hasOwn(kept.state.purposes, purpose) ? kept.state.purposes[purpose] : undefined;
    if (said?.status === 'granted' || (said === undefined && !asksConsent)) return;
    const why = said === undefined ? `the person has not consented to ${purpose}` : `the person has opted out of ${purpose}, at ${said.at}`;
    throw new ApiError('opted_out', { detail: `${why}, which jobs of the type ${type} are for`, facts: { subject, purpose } });
  }
}

const rowOf = (tenantId: string, subject: string): string => `${tenantId}/${subject}`;

import type { JobWhyResponse, WhyEvidence } from '#contracts';
import type { ControlsSnapshot, GrantClaim, Shown, TakenSlots } from '#domain';
import type { JobEvent, ResourceDocument } from '#read-model';

/** A job that runs, as far as limits look at it. */
export type RunningAtLimits = Parameters<ControlsSnapshot['claimsOf']>[0] & { readonly id: string };

const HOLDERS_NAMED = 20;

/** Slots that the jobs which run take up: what a grant of each would take again. */
export function slotsTaken(claims: readonly GrantClaim[], running: readonly RunningAtLimits[], controls: ControlsSnapshot): TakenSlots[] {
  const holders = new Map<string, string[]>(claims.flatMap(({ kind, key }) => (kind === 'slot' ? [[key, []]] : [])));
  for (const job of running) for (const { key } of controls.claimsOf(job)) holders.get(key)?.push(job.id);
  return [...holders].map(([key, ids]) => ({ key, inUse: ids.length, holders: ids.filter((id) => id !== '').slice(0, HOLDERS_NAMED) }));
}

/** What the read models cannot know of a queued job, in words. */
export function unknownsOf(claims: readonly GrantClaim[]): string[] {
  const slots = claims.filter(({ kind }) => kind === 'slot').map(({ key }) => key);
  const tokens = claims.filter(({ kind }) => kind === 'token').map(({ key }) => key);
  return [
    'whether a worker has been granted it and has not said yet that it runs it: a grant is no event',
    ...(slots.length === 0 ? [] : [`how many slots of ${slots.join(', ')} are taken right now: those of jobs that run are counted, those of jobs that were granted and have not started are not`.slice(0, 500)]),
    ...(tokens.length === 0 ? [] : [`how many tokens of ${tokens.join(', ')} are left`.slice(0, 500)]),
  ];
}

/** The last event of each type that shows it, in log order: of the job, and of what an operator set as far as it is the last thing that happened to it. */
export function evidenceOf({ job: types }: Shown, events: readonly JobEvent[], resources: readonly { readonly document: ResourceDocument; readonly types: readonly string[]; readonly pausedAt: string | undefined }[]): JobWhyResponse['evidence'] {
  const ofJob = types.flatMap((type): WhyEvidence[] => {
    const last = events.findLast(({ eventType }) => eventType === type);
    return last ? [{ position: last.stream.position, streamId: last.stream.id, version: last.stream.version, eventType: last.eventType, occurredAt: last.occurredAt }] : [];
  });
  const ofResources = resources.flatMap(({ document, types: [eventType], pausedAt }): WhyEvidence[] => {
    // A document knows its last event: a limit is set again and again, a pause is the last thing as long as its time is.
    const isLast = eventType === 'limit.set' || (pausedAt !== undefined && pausedAt === document.updatedAt);
    return isLast && eventType !== undefined ? [{ position: document.position, streamId: document._id, version: document.version, eventType, occurredAt: document.updatedAt }] : [];
  });
  return [...ofJob, ...ofResources].sort((a, b) => a.position - b.position);
}

import type { ObservatoryComponents } from '#observatory-client';

type Stored = ObservatoryComponents['schemas']['Schedule'];

/** What stands in the fields of the form. */
export interface Draft {
  readonly name: string;
  readonly cron: string;
  readonly timeZone: string;
  readonly type: string;
  readonly queue: string;
  readonly payload: string;
}

export interface ScheduleInput {
  readonly name: string;
  readonly cron: string;
  readonly timeZone?: string;
  readonly job: { readonly type: string; readonly queue?: string; readonly payload?: Record<string, never> };
}

export function draftOf(schedule: Stored | undefined): Draft {
  const zone = schedule?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  return { name: schedule?.name ?? '', cron: schedule?.cron ?? '', timeZone: zone, type: schedule?.job.type ?? '', queue: schedule?.job.queue ?? '', payload: JSON.stringify(schedule?.job.payload ?? {}, null, 2) };
}

/** What the fields say, or what is wrong with them. The gateway judges the rest. Pure. */
export function readDraft(fields: Readonly<Partial<Record<string, string>>>): { readonly kind: 'ok'; readonly value: ScheduleInput } | { readonly kind: 'fault'; readonly fault: string } {
  const text = (name: keyof Draft): string => (fields[name] ?? '').trim();
  let payload: unknown;
  try {
    payload = JSON.parse(text('payload') === '' ? '{}' : text('payload'));
  } catch (error) {
    return { kind: 'fault', fault: `The payload is not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return { kind: 'fault', fault: 'The payload has to be a JSON object: { … }' };
  const queue = text('queue');
  const timeZone = text('timeZone');
  return {
    kind: 'ok',
    value: { name: text('name'), cron: text('cron'), ...(timeZone !== '' && { timeZone }), job: { type: text('type'), payload: payload as Record<string, never>, ...(queue !== '' && { queue }) } },
  };
}

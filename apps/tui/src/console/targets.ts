import type { JobState } from '../data/job-states';

/** The thing in the line that is chosen: what enter opens and what keys act on. */
export type Target =
  | { readonly kind: 'job'; readonly id: string; readonly status: JobState | undefined; readonly value: unknown }
  | { readonly kind: 'queue'; readonly name: string; readonly paused: boolean; readonly value: unknown }
  | { readonly kind: 'worker'; readonly id: string; readonly value: unknown }
  | { readonly kind: 'schedule'; readonly id: string; readonly name: string; readonly value: unknown }
  | { readonly kind: 'error'; readonly fingerprint: string; readonly value: unknown }
  | { readonly kind: 'alert'; readonly fingerprint: string; readonly name: string; readonly acknowledged: boolean; readonly value: unknown }
  | { readonly kind: 'operation'; readonly id: string; readonly value: unknown }
  | { readonly kind: 'audit'; readonly id: string; readonly value: unknown }
  | { readonly kind: 'event'; readonly key: string; readonly jobId: string | undefined; readonly value: unknown };

export function targetKey(target: Target): string {
  switch (target.kind) {
    case 'job':
    case 'worker':
    case 'schedule':
    case 'operation':
    case 'audit':
      return target.id;
    case 'queue':
      return target.name;
    case 'error':
    case 'alert':
      return target.fingerprint;
    case 'event':
      return target.key;
  }
}

/** Something that changes the platform, done after somebody has said yes. */
export type Action =
  | { readonly kind: 'cancel' | 'redrive' | 'retry'; readonly jobId: string }
  | { readonly kind: 'pause' | 'resume'; readonly queue: string }
  | { readonly kind: 'acknowledge'; readonly fingerprint: string; readonly name: string };

export function question(action: Action): string {
  switch (action.kind) {
    case 'cancel':
      return `Cancel job ${action.jobId}?`;
    case 'redrive':
      return `Give job ${action.jobId} another life?`;
    case 'retry':
      return `Try job ${action.jobId} now?`;
    case 'pause':
      return `Pause queue ${action.queue}? Jobs that run go on.`;
    case 'resume':
      return `Let queue ${action.queue} run again?`;
    case 'acknowledge':
      return `Acknowledge ${action.name}?`;
  }
}

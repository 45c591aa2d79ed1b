import type { OperatorRequest, Pause } from '#contracts';
import type { ResourceDecision, ResourceEvent } from '#event-log';

/** Who asks for a change, and why; recorded with it. */
export interface Operator {
  readonly by: string;
  readonly reason?: string;
}

export function operatorOf(request: OperatorRequest | undefined): Operator {
  return { by: request?.by ?? 'api', reason: request?.reason };
}

export interface Pausable {
  readonly paused?: Pause;
}

/** Pauses what is not paused; a pause that is there already stays as it began. */
export function pause<S extends Pausable>(state: S, now: string, operator: Operator, event: (pause: Pause) => ResourceEvent): ResourceDecision<S, Pause> {
  if (state.paused !== undefined) return { outcome: state.paused };
  const paused: Pause = { at: now, by: operator.by, reason: operator.reason };
  return { state: { ...state, paused }, events: [event(paused)], outcome: paused };
}

export function resume<S extends Pausable>(state: S, event: () => ResourceEvent): ResourceDecision<S, undefined> {
  if (state.paused === undefined) return { outcome: undefined };
  return { state: { ...state, paused: undefined }, events: [event()], outcome: undefined };
}

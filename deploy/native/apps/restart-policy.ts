/** How a crashed service is started again: at once at first, then ever slower, so that one that cannot run does not eat the machine. */
const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 10_000;
/** A service that ran this long was healthy; its next crash counts as the first. */
const HEALTHY_AFTER_MS = 30_000;
/** EX_CONFIG of sysexits: the service could not read its configuration. Starting it again would change nothing. */
const CONFIGURATION_ERROR = 78;

export interface AppEnd {
  readonly exitCode: number | null;
  readonly ranForMs: number;
  /** Crashes in a row before this one. */
  readonly crashesBefore: number;
}

export type RestartDecision = { readonly kind: 'restart'; readonly delayMs: number; readonly crashes: number } | { readonly kind: 'give-up'; readonly reason: string };

/** What to do about a service that ended without being told to. */
export function decideRestart(end: AppEnd): RestartDecision {
  if (end.exitCode === CONFIGURATION_ERROR) return { kind: 'give-up', reason: 'its configuration cannot be read' };
  const crashes = end.ranForMs >= HEALTHY_AFTER_MS ? 1 : end.crashesBefore + 1;
  return { kind: 'restart', delayMs: Math.min(FIRST_DELAY_MS * 2 ** (crashes - 1), LONGEST_DELAY_MS), crashes };
}

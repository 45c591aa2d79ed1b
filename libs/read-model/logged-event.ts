import type { Envelope } from '#contracts';

/** An event as it stands in the log: the published envelope, with its place in its stream and in the whole log. */
export type LoggedEvent = Envelope & { readonly stream: NonNullable<Envelope['stream']> };

/** True for what came from the log; reports, answers and telemetry carry no `stream`. */
export function isLogged(envelope: Envelope): envelope is LoggedEvent {
  return envelope.stream !== undefined;
}

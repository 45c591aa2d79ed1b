/** Names the transport that brings telemetry; also its injection token. */
export const TELEMETRY_TRANSPORT = Symbol('TELEMETRY_TRANSPORT');

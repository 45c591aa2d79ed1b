import { createGatewayClient, createObservatoryClient, type GatewayClient, type ObservatoryClient } from '#observatory-client';
import type { Settings } from '../tui.env';

/** After this an answer is of no use to somebody who waits for it. */
const PATIENCE_MS = 15_000;

/** Reads come from the observatory alone, commands go to the gateway. */
export interface Platform {
  readonly settings: Settings;
  readonly reads: ObservatoryClient;
  readonly commands: GatewayClient;
}

export function connect(settings: Settings, commandsAt = settings.gatewayUrl): Platform {
  return {
    settings,
    reads: createObservatoryClient({ baseUrl: settings.observatoryUrl, headers: settings.headers, fetch: fetchWithin }),
    commands: createGatewayClient({ baseUrl: commandsAt, headers: settings.headers, fetch: fetchWithin }),
  };
}

const fetchWithin = (request: Request): Promise<Response> => fetch(request, { signal: AbortSignal.any([request.signal, AbortSignal.timeout(PATIENCE_MS)]) });

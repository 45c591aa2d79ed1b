import { createGatewayClient, createObservatoryClient } from '#observatory-client';
import { fetchSignedIn } from './session';

/** Reads: the observatory that served this page, and nobody else. */
export const observatory = createObservatoryClient({ baseUrl: '', fetch: fetchSignedIn });

/** Commands: the public REST API under the same origin, where the console may send any (see `useConsole`). */
export const gateway = createGatewayClient({ baseUrl: '/api', fetch: fetchSignedIn });

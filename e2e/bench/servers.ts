import { privateStack, type PrivateStack } from '#testing';

/** Servers of the benches alone: nothing that a developer has running takes part in a figure. fsync is on, as everywhere. */
export const startServers = (): Promise<PrivateStack> => privateStack('bench', { portOffset: 20_000 });

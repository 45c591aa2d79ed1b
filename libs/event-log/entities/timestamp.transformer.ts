import type { ValueTransformer } from 'typeorm';

/** Instants are the contract's strings everywhere but inside the driver. */
export const timestamp: ValueTransformer = {
  from: (value: Date | null) => (value === null ? null : value.toISOString()),
  to: (value: unknown) => value,
};

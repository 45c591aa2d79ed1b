/** One thing that is wrong with the environment. */
export interface ConfigurationFault {
  readonly variable: string;
  readonly problem: string;
}

/**
 * The environment cannot be read. Carries every fault found, not only the first, so that one restart is enough to mend them all.
 * The values of secret variables never appear in it.
 */
export class ConfigurationError extends Error {
  readonly code = 'invalid_configuration';

  constructor(readonly faults: readonly ConfigurationFault[]) {
    const lines = faults.map((fault) => `  ${fault.variable}: ${fault.problem}`);
    super(`the configuration has ${faults.length} fault${faults.length === 1 ? '' : 's'}:\n${lines.join('\n')}`);
    this.name = 'ConfigurationError';
  }
}

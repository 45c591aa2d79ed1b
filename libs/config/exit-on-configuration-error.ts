import { ConfigurationError } from './configuration-error';

/** `EX_CONFIG` of sysexits.h: a supervisor can tell "mend my configuration" from "I crashed". */
export const EXIT_CONFIGURATION = 78;

/**
 * Runs `load`; a `ConfigurationError` is printed to standard error as a readable list and ends the process with code 78. Anything else is
 * thrown on. For the first line of a `main.ts`, before a logger exists.
 */
export function exitOnConfigurationError<T>(
  load: () => T,
  exit: (code: number) => never = (code) => process.exit(code),
  print: (text: string) => void = (text) => void process.stderr.write(text),
): T {
  try {
    return load();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    print(`${error.message}\n`);
    return exit(EXIT_CONFIGURATION);
  }
}

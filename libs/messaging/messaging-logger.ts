/** What this library needs of a logger: pino's call shape (facts first, then the sentence). */
export interface MessagingLogger {
  debug(facts: object, message: string): void;
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

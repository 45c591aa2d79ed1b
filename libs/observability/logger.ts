import pino from 'pino';
import { currentContext } from './correlation';
import { traceIdOf } from './tracing/trace-context';

/** A structured logger: `logger.info({ jobId }, 'the job was granted')`. Facts go into the object, never into the text. */
export type Logger = pino.Logger;

export interface LoggerOptions {
  readonly service: string;
  readonly instanceId: string;
  readonly version?: string;
  readonly level?: string;
  /** Where the lines go; standard output when absent. */
  readonly destination?: pino.DestinationStream;
}

/** Names of fields whose values are secrets, wherever they stand in the first three levels of a log line. */
const SECRET_FIELDS = ['password', 'secret', 'token', 'apiKey', 'authorization', 'cookie', '["set-cookie"]', '["x-api-key"]', 'privateKey', 'credentials'];

const at = (prefix: string, field: string): string => (field.startsWith('[') ? `${prefix}${field}` : `${prefix}.${field}`);

/** The redaction paths handed to pino. */
export const REDACTED_PATHS: readonly string[] = SECRET_FIELDS.flatMap((field) => [field, at('*', field), at('*.*', field)]);

/** What a line says about the work it was written in. */
function contextFields(): object {
  const context = currentContext();
  if (context === undefined) return {};
  const { traceparent, ...fields } = context;
  return traceparent === undefined ? fields : { ...fields, traceId: traceIdOf(traceparent) };
}

/**
 * A JSON logger: one object per line with `level` as a word, `time` in RFC 3339, `service`, `instanceId`, and the correlation id (and job,
 * tenant) of the work under way. Fields of the names in `REDACTED_PATHS` are replaced by `[redacted]`.
 */
export function createLogger(options: LoggerOptions): Logger {
  const settings: pino.LoggerOptions = {
    level: options.level ?? 'info',
    base: { service: options.service, instanceId: options.instanceId, ...(options.version === undefined ? {} : { version: options.version }) },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    mixin: contextFields,
    redact: { paths: [...REDACTED_PATHS], censor: '[redacted]' },
    serializers: { err: pino.stdSerializers.err, error: pino.stdSerializers.err },
  };
  return options.destination === undefined ? pino(settings) : pino(settings, options.destination);
}

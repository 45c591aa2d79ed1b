import pino from 'pino';
import { currentContext } from '../correlation';
import { traceIdOf } from '../tracing/trace-context';
import { errorFields } from './error-fields';
import { LineLimit, type LineBounds } from './line-limit';
import { REDACTED, redacted, withoutSecrets } from './redact';

/** A structured logger: `logger.info({ jobId }, 'the job was granted')`. Facts go into the object, never into the text. */
export type Logger = pino.Logger;

export interface LoggerOptions {
  readonly service: string;
  readonly instanceId: string;
  readonly version?: string;
  readonly level?: string;
  /** Where the lines go; standard output when absent. */
  readonly destination?: pino.DestinationStream;
  /** How many lines are written; see `line-limit.ts`. */
  readonly bounds?: LineBounds;
}

/** Fields of a child logger are written once, when it is made, so they are known by their exact names. */
const BINDINGS = ['password', 'secret', 'token', 'apiKey', 'authorization', 'Authorization', 'cookie', '["set-cookie"]', '["x-api-key"]', 'privateKey', 'credentials', 'payload', 'body', 'result'];
const BOUND_PATHS = BINDINGS.flatMap((field) => ['', '*', '*.*'].map((prefix) => (prefix === '' || field.startsWith('[') ? `${prefix}${field}` : `${prefix}.${field}`)));

/**
 * A JSON logger: one object per line with `level` as a word, `time` in RFC 3339, `service`, `instanceId`, and the correlation id of the work under way, its job,
 * tenant and trace where it has them. Nothing secret is shown (`redact.ts`), and a storm of lines is cut off (`line-limit.ts`).
 */
export function createLogger(options: LoggerOptions): Logger {
  const settings: pino.LoggerOptions = {
    level: options.level ?? 'info',
    base: { service: options.service, instanceId: options.instanceId, ...(options.version === undefined ? {} : { version: options.version }) },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }), log: redacted },
    mixin: contextFields,
    redact: { paths: BOUND_PATHS, censor: REDACTED },
    serializers: { err: errorFields, error: errorFields },
    hooks: { logMethod: bounded(new LineLimit(options.bounds)) },
  };
  return options.destination === undefined ? pino(settings) : pino(settings, options.destination);
}

/** What a line says about the work it was written in. */
function contextFields(): object {
  const context = currentContext();
  if (context === undefined) return {};
  const { traceparent, request: _request, ...fields } = context;
  return traceparent === undefined ? fields : { ...fields, traceId: traceIdOf(traceparent) };
}

type LogMethod = NonNullable<NonNullable<pino.LoggerOptions['hooks']>['logMethod']>;

/** Writes a line, unless there were too many like it; then says after the interval how many. */
function bounded(limit: LineLimit): LogMethod {
  let timer: NodeJS.Timeout | undefined;
  let summing = false;
  return function (args, method, level) {
    const label = this.levels.labels[level] ?? 'info';
    const nowMs = performance.now();
    if (summing || limit.admits(label, textOf(args), nowMs)) {
      method.apply(this, withoutSecretTexts(args) as typeof args);
      return;
    }
    timer ??= setTimeout(() => {
      timer = undefined;
      summing = true;
      for (const { level: of, template, lines } of limit.takeSuppressed()) this[of as pino.Level]({ suppressed: lines, of: template }, `suppressed: ${lines}`);
      summing = false;
    }, Math.max(1, limit.intervalEndsMs - nowMs)).unref();
  };
}

/** An error by itself would lend the line its message as it is. */
function withoutSecretTexts(args: readonly unknown[]): unknown[] {
  const [first, ...rest] = args;
  const whole = first instanceof Error && typeof rest[0] !== 'string' ? [{ err: first }, first.message, ...rest] : args;
  return whole.map((argument) => (typeof argument === 'string' ? withoutSecrets(argument) : argument));
}

/** The text by which a line is known. */
function textOf([first, second]: readonly unknown[]): string {
  if (typeof first === 'string') return first;
  if (typeof second === 'string') return second;
  return first instanceof Error ? first.message : '';
}

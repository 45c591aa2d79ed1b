import pino from 'pino';
import { withoutSecrets } from './redact';

/**
 * What of an error is logged besides its type, message and stack. Everything else stays out: drivers hang statements, rows ("Key (payload)=… already exists") and whole
 * connections on their errors.
 */
const SHOWN = ['code', 'errno', 'syscall', 'address', 'port', 'severity', 'constraint', 'table', 'status', 'statusCode', 'exchange', 'routingKey', 'outcomeUnknown'] as const;
const MAX_STACK = 4_000;
const MAX_MESSAGE = 2_000;

/** The serializer of the fields `err` and `error`. */
export function errorFields(value: unknown): unknown {
  if (!(value instanceof Error)) return typeof value === 'string' ? withoutSecrets(value) : value;
  const { type, message, stack } = pino.stdSerializers.err(value);
  const fields: Record<string, unknown> = { type, message: text(message, MAX_MESSAGE), stack: text(stack, MAX_STACK) };
  for (const name of SHOWN) {
    const shown = Reflect.get(value, name) as unknown;
    if (typeof shown === 'string') fields[name] = text(shown, 200);
    else if (typeof shown === 'number' || typeof shown === 'boolean') fields[name] = shown;
  }
  if (value instanceof AggregateError) fields['errors'] = value.errors.slice(0, 5).map(errorFields);
  return fields;
}

function text(value: unknown, most: number): string {
  const whole = withoutSecrets(typeof value === 'string' ? value : '');
  return whole.length <= most ? whole : `${whole.slice(0, most).toWellFormed()}…`;
}

import { ConfigurationError, ConfigurationFault } from './configuration-error';
import { parseVariable } from './parse-variable';
import { EnvOf, EnvSpec } from './variable';

/** What `process.env` looks like; a plain object does as well. */
export type EnvSource = Readonly<Record<string, string | undefined>>;

/**
 * Reads an app's environment: one frozen, typed object, or a `ConfigurationError` that lists every fault.
 *
 * @param spec what the app reads; its keys are the variables' names and become the keys of the result
 * @param source where to read from, in production `process.env` (passed in by the app's `*.env.ts`, the only file that touches it)
 */
export function loadEnv<const Spec extends EnvSpec>(spec: Spec, source: EnvSource): EnvOf<Spec> {
  const values: Record<string, unknown> = {};
  const faults: ConfigurationFault[] = [];
  for (const [name, variable] of Object.entries(spec)) {
    const raw = source[name];
    if (raw === undefined || raw === '') {
      if (variable.default !== undefined) values[name] = variable.default;
      else if (variable.optional) values[name] = undefined;
      else faults.push({ variable: name, problem: `is required (${variable.description})` });
      continue;
    }
    const parsed = parseVariable(variable, raw);
    if (parsed.ok) values[name] = parsed.value;
    else faults.push({ variable: name, problem: parsed.problem });
  }
  if (values['NODE_ENV'] === 'production') faults.push(...defaultCredentials(spec, values));
  if (faults.length > 0) throw new ConfigurationError(faults);
  return Object.freeze(values) as EnvOf<Spec>;
}

/** What everybody knows is no secret: in production no secret has its default, and no store or broker is asked with the credentials it comes with. */
function defaultCredentials(spec: EnvSpec, values: Readonly<Record<string, unknown>>): ConfigurationFault[] {
  return Object.entries(spec).flatMap(([name, variable]) => {
    const value = values[name];
    if (variable.secret !== true || typeof value !== 'string') return [];
    if (value === variable.default) return [{ variable: name, problem: 'is the one of development, which everybody knows: with NODE_ENV=production it must be your own' }];
    return /^[a-z]+:\/\/guest:guest@/.test(value) ? [{ variable: name, problem: "has RabbitMQ's own guest:guest, which everybody knows: with NODE_ENV=production it must be a user of your own" }] : [];
  });
}

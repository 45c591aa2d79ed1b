import { ConfigurationError } from './configuration-error';
import type { EnvOf } from './variable';

/** How callers are told apart, for the services that others call. Spread into the app's own spec beside `serviceVariables`. */
export function identityVariables() {
  return {
    AUTH_MODE: { type: 'enum', values: ['required', 'off'], default: 'required', description: 'required: every request but health and documentation needs an API key or a token; off: everybody is the anonymous administrator, for development on loopback only (refused with NODE_ENV=production)' },
    AUTH_JWKS_URL: { type: 'url', protocols: ['http', 'https'], optional: true, description: 'public keys (JWKS) of the issuer of JSON Web Tokens; without it and AUTH_JWKS_FILE only API keys are taken' },
    AUTH_JWKS_FILE: { type: 'string', optional: true, description: 'the same from a file; read at start' },
    AUTH_ISSUER: { type: 'string', optional: true, description: 'issuer (iss) that tokens must name; needed with a JWKS' },
    AUTH_AUDIENCE: { type: 'string', optional: true, description: 'audience (aud) that tokens must name; needed with a JWKS' },
    AUTH_METRICS_TOKEN: { type: 'string', pattern: /^[\x21-\x7e]{16,256}$/, secret: true, optional: true, description: 'bearer token with which Prometheus may read /metrics, beside API keys of the role monitor' },
  } as const;
}

export type IdentityEnv = EnvOf<ReturnType<typeof identityVariables>>;

/** What the variables must keep to among themselves. @throws ConfigurationError */
export function checkedIdentity<Env extends IdentityEnv & { readonly NODE_ENV: string }>(env: Env): Env {
  const faults = [
    ...(env.AUTH_MODE === 'off' && env.NODE_ENV === 'production' ? [{ variable: 'AUTH_MODE', problem: 'is off, which is for development: with NODE_ENV=production it must be required' }] : []),
    ...(env.AUTH_JWKS_URL !== undefined && env.AUTH_JWKS_FILE !== undefined ? [{ variable: 'AUTH_JWKS_FILE', problem: 'is set beside AUTH_JWKS_URL: there is one issuer' }] : []),
    ...((['AUTH_ISSUER', 'AUTH_AUDIENCE'] as const).flatMap((variable) =>
      (env.AUTH_JWKS_URL ?? env.AUTH_JWKS_FILE) !== undefined && env[variable] === undefined ? [{ variable, problem: 'is required where tokens are taken: without it a token for anybody else would do' }] : [],
    )),
  ];
  if (faults.length > 0) throw new ConfigurationError(faults);
  return env;
}

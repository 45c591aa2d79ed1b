import { readFileSync } from 'node:fs';
import { ConfigurationError, type IdentityEnv } from '#config';
import { Gatekeeper, type StaticToken, TokenVerifier, type TokenVerifierOptions } from '#identity';

/** The gatekeeper that an environment asks for. @throws ConfigurationError when its JWKS file cannot be read */
export function makeGatekeeper(env: IdentityEnv & { readonly DEBUG_TOKEN: string | undefined }, more: readonly StaticToken[] = []): Gatekeeper {
  const keys = keysOf(env);
  const { AUTH_ISSUER: issuer, AUTH_AUDIENCE: audience } = env;
  const statics: StaticToken[] = [
    ...(env.AUTH_METRICS_TOKEN === undefined ? [] : [{ id: 'metrics-token', token: env.AUTH_METRICS_TOKEN, roles: ['monitor'] as const }]),
    ...(env.DEBUG_TOKEN === undefined ? [] : [{ id: 'debug-token', token: env.DEBUG_TOKEN, roles: ['debugger'] as const }]),
    ...more,
  ];
  return new Gatekeeper({
    mode: env.AUTH_MODE,
    staticTokens: statics,
    ...(keys !== undefined && issuer !== undefined && audience !== undefined && { tokens: new TokenVerifier({ issuer, audience, keys }) }),
  });
}

function keysOf({ AUTH_JWKS_URL: url, AUTH_JWKS_FILE: file }: IdentityEnv): TokenVerifierOptions['keys'] | undefined {
  if (url !== undefined) return { url };
  if (file === undefined) return undefined;
  try {
    return { set: JSON.parse(readFileSync(file, 'utf8')) as Extract<TokenVerifierOptions['keys'], { set: unknown }>['set'] };
  } catch (error) {
    throw new ConfigurationError([{ variable: 'AUTH_JWKS_FILE', problem: `cannot be read as JSON (${error instanceof Error ? error.message : String(error)})` }]);
  }
}

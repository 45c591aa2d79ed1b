import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown, type Provider } from '@nestjs/common';
import { HealthRegistry, LOGGER } from '#http';
import type { Logger } from '#observability';
import type { GatewayEnv } from '../gateway.env';
import { Limits } from './limits';
import { LoginThrottle } from './login-throttle';
import { RedisLink } from './redis-link';

/** A bucket holds what two seconds bring. */
const BURST_SECONDS = 2;
const LOGIN_WINDOW_SECONDS = 900;

/** Made before the app, since its hooks need them. */
export interface LimitParts {
  readonly redis: RedisLink | undefined;
  readonly limits: Limits;
  readonly login: LoginThrottle;
}

type LimitsEnv = Pick<
  GatewayEnv,
  'REDIS_URL' | 'GATEWAY_RATE_PER_ADDRESS' | 'GATEWAY_RATE_PER_KEY' | 'GATEWAY_RATE_PER_TENANT' | 'GATEWAY_RATE_FALLBACK_SHARE' | 'GATEWAY_LOGIN_TRIES_PER_ACCOUNT' | 'GATEWAY_LOGIN_TRIES_PER_ADDRESS'
>;

export function limitParts(env: LimitsEnv): LimitParts {
  const redis = env.REDIS_URL === undefined ? undefined : new RedisLink({ url: env.REDIS_URL });
  const rule = (perSecond: number) => (perSecond === 0 ? undefined : { perSecond, burst: perSecond * BURST_SECONDS });
  const tries = (burst: number) => ({ burst, perSecond: burst / LOGIN_WINDOW_SECONDS });
  return {
    redis,
    limits: new Limits({
      ledger: redis,
      fallbackShare: env.GATEWAY_RATE_FALLBACK_SHARE,
      rules: { address: rule(env.GATEWAY_RATE_PER_ADDRESS), key: rule(env.GATEWAY_RATE_PER_KEY), tenant: rule(env.GATEWAY_RATE_PER_TENANT) },
    }),
    login: new LoginThrottle({ ledger: redis, perAccount: tries(env.GATEWAY_LOGIN_TRIES_PER_ACCOUNT), perAddress: tries(env.GATEWAY_LOGIN_TRIES_PER_ADDRESS) }),
  };
}

const PARTS = Symbol('LIMIT_PARTS');

/** Connects to Redis, and says how it is. The gateway does its work without it, so it is ready all the same; what is different then, it says. */
@Injectable()
class LimitsLifecycle implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    @Inject(PARTS) private readonly parts: LimitParts & { readonly share: number },
    private readonly health: HealthRegistry,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    const { redis, share } = this.parts;
    if (redis === undefined) return;
    const detail = `away: this process alone lets through ${Math.round(share * 100)} % of each limit, and nobody can sign in`;
    this.health.register('redis', () => (redis.isUp ? { ready: true } : { ready: true, detail }));
    redis.start(this.logger);
  }

  onApplicationShutdown(): void {
    this.parts.redis?.stop();
  }
}

export function limitProviders(env: GatewayEnv, parts: LimitParts): Provider[] {
  return [
    { provide: PARTS, useValue: { ...parts, share: env.GATEWAY_RATE_FALLBACK_SHARE } },
    { provide: Limits, useValue: parts.limits },
    { provide: LoginThrottle, useValue: parts.login },
    LimitsLifecycle,
  ];
}

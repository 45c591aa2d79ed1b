import { type DynamicModule, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { ConsoleResponse } from '#contracts';
import type { ObservatoryEnv } from '../observatory.env';
import { linkGroups } from '../platform-page/links';
import { commandProxy } from './command-proxy';
import { CONSOLE_SETTINGS, ConsoleController } from './console.controller';
import { prepareConsoleFiles } from './host-console';

/** Commands have to be switched on, and to have somewhere to go. */
export const gatewayOf = (env: ObservatoryEnv): string | undefined => (env.CONSOLE_COMMANDS ? env.GATEWAY_URL : undefined);

export function consoleSettings(env: ObservatoryEnv): ConsoleResponse {
  return {
    commands: gatewayOf(env) !== undefined,
    ...(env.AUTH_MODE === 'required' ? { signIn: true } : {}),
    links: linkGroups(env).map(({ title, links }) => ({ title, links: links.map(({ url, ...link }) => ({ ...link, ...(url === undefined ? {} : { url }) })) })),
  };
}

/** What the console needs of the observatory beside the read API. */
@Module({})
export class ConsoleModule {
  static of(env: ObservatoryEnv): DynamicModule {
    return { module: ConsoleModule, controllers: [ConsoleController], providers: [{ provide: CONSOLE_SETTINGS, useValue: consoleSettings(env) }] };
  }
}

/** Before the app is initialised: what is served without a controller. */
export function configureConsole(env: ObservatoryEnv): (app: NestFastifyApplication) => void {
  return (app) => {
    prepareConsoleFiles(app);
    const { GATEWAY_URL: gatewayUrl, CONSOLE_COMMANDS: commands } = env;
    if (gatewayUrl !== undefined && (commands || env.AUTH_MODE === 'required')) void (app.getHttpAdapter().getInstance()).register((scope, _options, done) => {
      commandProxy(scope, { gatewayUrl, commands });
      done();
    });
  };
}

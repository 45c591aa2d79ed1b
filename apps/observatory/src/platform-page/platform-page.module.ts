import { type DynamicModule, Module } from '@nestjs/common';
import type { ObservatoryEnv } from '../observatory.env';
import { linkGroups } from './links';
import { platformPage } from './page';
import { PLATFORM_PAGE, PlatformPageController } from './platform-page.controller';
import { RunbookTextsController } from './runbook-texts.controller';
import { Runbooks } from './runbooks';
import { RunbooksController } from './runbooks.controller';

/** The pages for people: the index of all user interfaces, and the runbooks. */
@Module({})
export class PlatformPageModule {
  static of(env: ObservatoryEnv): DynamicModule {
    return {
      module: PlatformPageModule,
      controllers: [PlatformPageController, RunbooksController, RunbookTextsController],
      providers: [
        { provide: PLATFORM_PAGE, useValue: platformPage(linkGroups(env)) },
        { provide: Runbooks, useFactory: () => new Runbooks() },
      ],
    };
  }
}

import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { ConsoleResponse } from '#contracts';
import { ContractResponse, Public } from '#http';

/** What the console is told of its installation; made once at boot. */
export const CONSOLE_SETTINGS = Symbol('CONSOLE_SETTINGS');

/** `GET /console.json`. */
@ApiTags('platform')
@Controller()
export class ConsoleController {
  constructor(@Inject(CONSOLE_SETTINGS) private readonly settings: ConsoleResponse) {}

  @Public()
  @Get('console.json')
  @Header('cache-control', 'no-cache')
  @ApiOperation({ summary: 'What consoles need to know of this installation: whether commands may be sent, and where the other user interfaces are', operationId: 'readConsoleSettings' })
  @ContractResponse(200, 'ConsoleResponse')
  readSettings(): ConsoleResponse {
    return this.settings;
  }
}

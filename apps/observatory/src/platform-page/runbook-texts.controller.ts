import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { RunbookPageResponse, RunbookResponse } from '#contracts';
import { ApiError, ContractResponse, ProblemResponses, Public } from '#http';
import { RunbookParams } from './runbook.params';
import { Runbooks } from './runbooks';

/** The runbooks as text, for consoles. They are needed most while the store is away: so they carry no freshness and ask nobody. */
@ApiTags('alerts')
@Controller('v1/runbooks')
export class RunbookTextsController {
  constructor(private readonly runbooks: Runbooks) {}

  @Public()
  @Get()
  @ApiOperation({ summary: 'The alerts that have a runbook', operationId: 'listRunbookTexts' })
  @ContractResponse(200, 'RunbookPageResponse', 'their names')
  listRunbooks(): RunbookPageResponse {
    return { items: [...this.runbooks.names] };
  }

  @Public()
  @Get(':alert')
  @ApiOperation({ summary: 'The runbook of an alert, as Markdown', operationId: 'readRunbookText' })
  @ContractResponse(200, 'RunbookResponse', 'the runbook')
  @ProblemResponses('validation_failed', 'not_found')
  readRunbook(@Param() { alert }: RunbookParams): RunbookResponse {
    const markdown = this.runbooks.text(alert);
    if (markdown === undefined) throw new ApiError('not_found', { detail: `there is no runbook ${alert}` });
    return { alert, markdown };
  }
}

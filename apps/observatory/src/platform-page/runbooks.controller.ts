import { Controller, Get, Header, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { ApiError, OWN_ORIGIN_ONLY, PageHeaders, ProblemResponses, Public } from '#http';
import { RunbookParams } from './runbook.params';
import { Runbooks } from './runbooks';

const html = { 'text/html': { schema: { type: 'string' } } } as const;

/** What to do when an alert fires: dashboards and alerts lead here. */
@ApiTags('platform')
@Controller('runbooks')
export class RunbooksController {
  constructor(private readonly runbooks: Runbooks) {}

  @Public()
  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-cache')
  @PageHeaders(OWN_ORIGIN_ONLY)
  @ApiOperation({ summary: 'All runbooks', operationId: 'listRunbooks' })
  @ApiProduces('text/html')
  @ApiOkResponse({ description: 'a page of links', content: html })
  listRunbooks(): string {
    return this.runbooks.index();
  }

  @Public()
  @Get(':alert')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-cache')
  @PageHeaders(OWN_ORIGIN_ONLY)
  @ApiOperation({ summary: 'The runbook of an alert', operationId: 'readRunbook' })
  @ApiProduces('text/html')
  @ApiOkResponse({ description: 'the runbook', content: html })
  @ProblemResponses('validation_failed', 'not_found')
  readRunbook(@Param() { alert }: RunbookParams): string {
    const page = this.runbooks.page(alert);
    if (page === undefined) throw new ApiError('not_found', { detail: `there is no runbook ${alert}` });
    return page;
  }
}

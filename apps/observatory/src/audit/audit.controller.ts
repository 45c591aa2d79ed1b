import { Controller, Get, Header, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { AuditChainResponse, AuditListResponse, IncidentListResponse } from '#contracts';
import { ContractResponse, Permission, ProblemResponses } from '#http';
import { InScope } from '../tenancy/scope.decorator';
import type { Scope } from '../tenancy/scope';
import { AuditQueries } from './audit.queries';
import { ListAuditQuery, ListIncidentsQuery } from './audit.query';

/** Who did what, and what looks like an attack. */
@ApiTags('audit')
@Controller('v1')
export class AuditController {
  constructor(private readonly queries: AuditQueries) {}

  @Permission('audit:read', 'tenant')
  @Get('audit')
  @Header('cache-control', 'no-store')
  @ApiOperation({
    summary: 'The audit trail, the latest first, a page at a time',
    description: "Every command, sign-in, change of keys and security event, with who, what, from where and the verdict. What comes by the thousand is counted (`count`). A tenant sees what concerns it; the platform's own sees all.",
  })
  @ContractResponse(200, 'AuditListResponse', 'a page of entries')
  @ProblemResponses('validation_failed', 'invalid_cursor', 'store_unavailable')
  listAudit(@InScope() scope: Scope, @Query() query: ListAuditQuery): Promise<AuditListResponse> {
    return this.queries.list(scope, query);
  }

  @Permission('audit:read', 'tenant')
  @Get('audit/chain')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'How far the audit trail goes, how far it is sealed, and whether it is whole', description: 'As the aggregator found it when it copied it. `npm run verify-audit` looks at the store itself.' })
  @ContractResponse(200, 'AuditChainResponse')
  @ProblemResponses('store_unavailable')
  readChain(): Promise<AuditChainResponse> {
    return this.queries.chain();
  }

  @Permission('audit:read', 'tenant')
  @Get('incidents')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Security incidents, the latest first, a page at a time', description: 'Opened by themselves where security events together look like an attack; `evidence` names their places in the audit trail.' })
  @ContractResponse(200, 'IncidentListResponse', 'a page of incidents')
  @ProblemResponses('validation_failed', 'invalid_cursor', 'store_unavailable')
  listIncidents(@InScope() scope: Scope, @Query() query: ListIncidentsQuery): Promise<IncidentListResponse> {
    return this.queries.incidents(scope, query);
  }
}

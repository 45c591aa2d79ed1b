import { Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { PolicyResponse, ReloadPolicyRequest, ReloadPolicyResponse } from '#contracts';
import { ApiError, ContractBody, ContractResponse, Permission, ProblemResponses } from '#http';
import { operatorOf } from '../set-controls/pausable';
import { Governance } from './governance';

@ApiTags('governance')
@Controller('v1/governance')
export class GovernanceController {
  constructor(private readonly governance: Governance) {}

  @Permission('governance:read')
  @Get('policy')
  @ApiOperation({ summary: 'The policy pack in force', description: 'What this gateway goes by, with the hash of its file. Rules are changed in the file alone.' })
  @ContractResponse(200, 'PolicyResponse')
  @ProblemResponses('not_found')
  policy(): PolicyResponse {
    const { policy } = this.governed();
    return { hash: policy.pack.hash, loadedAt: policy.loadedAt, file: policy.file, pack: policy.pack.pack };
  }

  @Permission('governance:reload')
  @Post('reload')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Read the policy file anew',
    description: 'Every gateway reads its file, within a second. A file that cannot be used, or is not the one that its .sha256 names, changes nothing: the pack before goes on to hold. Once this is answered, no start is granted by the pack before.',
  })
  @ContractResponse(200, 'ReloadPolicyResponse')
  @ProblemResponses('malformed_json', 'validation_failed', 'not_found', 'policy_update_failed', 'policy_integrity_check_failed', 'unsupported_media_type', 'store_unavailable')
  reload(@ContractBody('ReloadPolicyRequest') body: ReloadPolicyRequest, @Req() { correlationId }: FastifyRequest): Promise<ReloadPolicyResponse> {
    return this.governed().reloads.reload(operatorOf(body), { correlationId });
  }

  private governed(): NonNullable<Governance['parts']> {
    if (this.governance.parts === undefined) throw new ApiError('not_found', { detail: 'governance is switched off (GOVERNANCE_MODE)' });
    return this.governance.parts;
  }
}

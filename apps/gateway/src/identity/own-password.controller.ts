import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { ChangePasswordRequest } from '#contracts';
import { Caller, ContractBody, Permission, ProblemResponses } from '#http';
import type { Principal } from '#identity';
import { OwnPassword } from './own-password';

@ApiTags('identity')
@Controller('v1/me')
export class OwnPasswordController {
  constructor(private readonly own: OwnPassword) {}

  @Permission('identity:write', 'tenant')
  @Post('password')
  @HttpCode(204)
  @ApiOperation({ summary: 'Change the own password', description: 'For people who have signed in. Every other session of theirs ends within 5 seconds; this one goes on.' })
  @ApiResponse({ status: 204, description: 'The new password holds.' })
  @ProblemResponses('malformed_json', 'validation_failed', 'rate_limited', 'limits_unavailable', 'unsupported_media_type', 'store_unavailable')
  changePassword(@Caller() caller: Principal, @ContractBody('ChangePasswordRequest') body: ChangePasswordRequest, @Req() request: FastifyRequest): Promise<void> {
    return this.own.change(caller, body, request);
  }
}

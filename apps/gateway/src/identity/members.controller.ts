import { Controller, Delete, Get, Header, HttpCode, Param, Put } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import type { MemberListResponse, MemberResponse, PutMemberRequest } from '#contracts';
import { Caller, ContractBody, ContractResponse, Permission, ProblemResponses } from '#http';
import type { Principal } from '#identity';
import { Members } from './members';
import { UserParams } from './users.controller';

const TENANT = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;
const MOST = 1_000;

export class TenantParams {
  @ApiProperty({ pattern: TENANT.source, description: 'the tenant' })
  @Matches(TENANT, { message: 'tenant must be the name of a tenant' })
  tenant!: string;
}

export class MemberParams extends UserParams {
  @ApiProperty({ pattern: TENANT.source, description: 'the tenant that the user becomes a member of' })
  @Matches(TENANT, { message: 'tenant must be the name of a tenant' })
  tenant!: string;

  @ApiProperty({ pattern: TENANT.source, description: "the user's own tenant" })
  @Matches(TENANT, { message: 'home must be the name of a tenant' })
  home!: string;
}

@ApiTags('identity')
@Controller('v1/tenants/:tenant/members')
export class MembersController {
  constructor(private readonly members: Members) {}

  @Permission('users:read')
  @Get()
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Who of other tenants may act in a tenant' })
  @ContractResponse(200, 'MemberListResponse')
  @ProblemResponses('validation_failed', 'store_unavailable')
  async listMembers(@Param() { tenant }: TenantParams): Promise<MemberListResponse> {
    return { items: await this.members.list(tenant, MOST) };
  }

  @Permission('tenants:write')
  @Put(':home/:name')
  @ApiOperation({ summary: 'Let a user of one tenant act in another', description: 'With roles of their own there, that may do no more than the caller may. The user signs in at home and asks for a token of the other tenant (`tenant` of `POST /v1/auth/refresh`); other roles hold within 5 seconds.' })
  @ContractResponse(200, 'MemberResponse')
  @ProblemResponses('malformed_json', 'validation_failed', 'not_found', 'unsupported_media_type', 'store_unavailable')
  async putMember(@Caller() caller: Principal, @Param() member: MemberParams, @ContractBody('PutMemberRequest') body: PutMemberRequest): Promise<MemberResponse> {
    return { member: await this.members.put(caller, member, body) };
  }

  @Permission('tenants:write')
  @Delete(':home/:name')
  @HttpCode(204)
  @ApiOperation({ summary: 'Let a user act in another tenant no more', description: 'Tokens of that tenant are refused everywhere within 5 seconds; the session at home goes on.' })
  @ApiResponse({ status: 204, description: 'The user is no member any more.' })
  @ProblemResponses('validation_failed', 'not_found', 'store_unavailable')
  removeMember(@Param() member: MemberParams): Promise<void> {
    return this.members.remove(member);
  }
}

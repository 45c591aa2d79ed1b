import { Controller, Get, Header, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import type { CreateUserRequest, UpdateUserRequest, UserListResponse, UserResponse } from '#contracts';
import { Caller, ContractBody, ContractResponse, Permission, ProblemResponses } from '#http';
import type { Principal } from '#identity';
import { PageQuery, pageOf } from '../set-controls/page.query';
import { Users } from './users';

const NAME = /^[a-z0-9][a-z0-9._@+-]{0,63}$/;

export class UserParams {
  @ApiProperty({ pattern: NAME.source, description: 'name of the user' })
  @Matches(NAME, { message: 'name must be the name of a user, in lower case' })
  name!: string;
}

@ApiTags('identity')
@Controller('v1/users')
export class UsersController {
  constructor(private readonly users: Users) {}

  @Permission('users:write', 'tenant')
  @Post()
  @HttpCode(201)
  @ApiOperation({ summary: 'Make a user', description: "In the caller's own tenant, with roles that may do no more than the caller may." })
  @ContractResponse(201, 'UserResponse')
  @ProblemResponses('malformed_json', 'validation_failed', 'user_exists', 'unsupported_media_type', 'store_unavailable')
  async createUser(@Caller() caller: Principal, @ContractBody('CreateUserRequest') body: CreateUserRequest): Promise<UserResponse> {
    return { user: await this.users.create(caller, body) };
  }

  @Permission('users:read', 'tenant')
  @Get()
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'The users of the tenant' })
  @ContractResponse(200, 'UserListResponse')
  @ProblemResponses('validation_failed', 'store_unavailable')
  async listUsers(@Caller() caller: Principal, @Query() { after = '', limit }: PageQuery): Promise<UserListResponse> {
    const { entries, nextCursor } = pageOf(await this.users.list(caller, after, limit + 1), limit);
    return { items: [...entries], ...(nextCursor === undefined ? {} : { nextCursor }) };
  }

  @Permission('users:write', 'tenant')
  @Patch(':name')
  @ApiOperation({ summary: 'Change a user', description: 'Roles hold within 5 seconds. Another password and being disabled end the sessions of the user.' })
  @ContractResponse(200, 'UserResponse')
  @ProblemResponses('malformed_json', 'validation_failed', 'not_found', 'unsupported_media_type', 'store_unavailable')
  async changeUser(@Caller() caller: Principal, @Param() { name }: UserParams, @ContractBody('UpdateUserRequest') body: UpdateUserRequest): Promise<UserResponse> {
    return { user: await this.users.change(caller, name, body) };
  }
}

import { Controller, Get, Header, Param, Put, Req } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import type { Consent, ConsentListResponse, PutConsentRequest } from '#contracts';
import { Caller, ContractBody, ContractResponse, Permission, ProblemResponses } from '#http';
import type { Principal } from '#identity';
import { Subjects } from '../seal-jobs/subjects';
import { SubjectParams } from '../seal-jobs/subjects.controller';
import { Consents } from './consents';

const PURPOSE = /^[a-z][a-z0-9._-]{0,63}$/;

export class ConsentParams extends SubjectParams {
  @ApiProperty({ pattern: PURPOSE.source, description: 'what for, as the `x-purpose` of a job type has it' })
  @Matches(PURPOSE, { message: '$property must be a lowercase name of at most 64 letters, digits, dots, dashes and underscores' })
  purpose!: string;
}

@ApiTags('personal data')
@Controller('v1/subjects')
export class ConsentsController {
  constructor(
    private readonly consents: Consents,
    private readonly subjects: Subjects,
  ) {}

  @Permission('consents:read', 'tenant')
  @Get(':subject/consents')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'What a person has said about the use of their data', description: 'By purpose. A purpose that is not listed is one that the person has said nothing about.' })
  @ContractResponse(200, 'ConsentListResponse')
  @ProblemResponses('validation_failed', 'sealing_unavailable', 'store_unavailable')
  listConsents(@Caller() { tenantId }: Principal, @Param() { subject }: SubjectParams): Promise<ConsentListResponse> {
    return this.consents.list(tenantId, subject);
  }

  @Permission('consents:write', 'tenant')
  @Put(':subject/consents/:purpose')
  @Header('cache-control', 'no-store')
  @ApiOperation({
    summary: 'Record that a person consents to a purpose, or opts out of it',
    description: 'From its answer on, no job of a type with that `x-purpose` is accepted for a person who has opted out (403 `opted_out`): not from a schedule, and not by a redrive. What was accepted before goes on; cancel it where it must not.',
  })
  @ContractResponse(200, 'Consent')
  @ProblemResponses('malformed_json', 'validation_failed', 'sealing_unavailable', 'unsupported_media_type', 'store_unavailable')
  async putConsent(@Caller() { tenantId, id }: Principal, @Param() { subject, purpose }: ConsentParams, @ContractBody('PutConsentRequest') body: PutConsentRequest, @Req() request: FastifyRequest): Promise<Consent> {
    request.auditedSubject = await this.subjects.digestOf(tenantId, subject);
    return this.consents.set(tenantId, subject, purpose, body, id, request.correlationId);
  }
}

import { Readable } from 'node:stream';
import { Controller, Delete, Header, HttpCode, Param, Post, Query, Req, StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiPropertyOptional, ApiResponse, ApiTags } from '@nestjs/swagger';
import { IsOptional, Length } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import type { EraseSubjectResponse } from '#contracts';
import { Caller, ContractResponse, Permission, ProblemResponses } from '#http';
import type { Principal } from '#identity';
import { Subjects } from './subjects';

export class SubjectParams {
  @ApiProperty({ minLength: 1, maxLength: 256, description: 'the person, as the field marked x-subject names it in payloads' })
  @Length(1, 256)
  subject!: string;
}

export class EraseSubjectQuery {
  @ApiPropertyOptional({ minLength: 1, maxLength: 500, description: 'why; it is kept' })
  @IsOptional()
  @Length(1, 500)
  reason?: string;
}

@ApiTags('personal data')
@Controller('v1/subjects')
export class SubjectsController {
  constructor(private readonly subjects: Subjects) {}

  @Permission('subjects:export', 'tenant')
  @Post(':subject/export')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Everything about a person', description: "The jobs of the caller's tenant whose payloads name the person in the field marked `x-subject`, one per line, with what is sealed in them opened." })
  @ApiResponse({ status: 200, description: 'One job per line; none when nothing is known.', content: { 'application/x-ndjson': { schema: { type: 'string' } } } })
  @ProblemResponses('validation_failed', 'sealing_unavailable', 'store_unavailable')
  async exportSubject(@Caller() caller: Principal, @Param() { subject }: SubjectParams, @Req() request: FastifyRequest): Promise<StreamableFile> {
    request.auditedSubject = await this.subjects.digestOf(caller.tenantId, subject);
    const jobs = this.subjects.export(caller.tenantId, subject);
    // The first is read before the answer begins: what fails so far is told as a problem.
    const first = await jobs.next();
    async function* lines(): AsyncGenerator<string> {
      if (first.done === true) return;
      yield `${JSON.stringify(first.value)}\n`;
      for await (const job of jobs) yield `${JSON.stringify(job)}\n`;
    }
    return new StreamableFile(Readable.from(lines(), { objectMode: false }), { type: 'application/x-ndjson' });
  }

  // The reason is checked here and kept by the audit trail, which notes every command.
  @Permission('subjects:erase', 'tenant')
  @Delete(':subject')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Erase a person', description: 'Destroys the key that opens what is sealed about the person: in the log, in read models, in queues and in backups at once. It cannot be undone.' })
  @ContractResponse(200, 'EraseSubjectResponse')
  @ProblemResponses('validation_failed', 'sealing_unavailable', 'store_unavailable')
  async eraseSubject(@Caller() caller: Principal, @Param() { subject }: SubjectParams, @Query() _why: EraseSubjectQuery, @Req() request: FastifyRequest): Promise<EraseSubjectResponse> {
    request.auditedSubject = await this.subjects.digestOf(caller.tenantId, subject);
    return this.subjects.erase(caller.tenantId, subject, caller.id);
  }
}

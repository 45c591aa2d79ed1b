import { ErrorCode, SchemaName } from '#contracts';
import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { ERROR_CATALOGUE } from '../errors/error-catalogue';

/** The reference by which an OpenAPI document names a contract. */
export const contractRef = (schema: SchemaName): { $ref: string } => ({ $ref: `#/components/schemas/${schema}` });

/** A successful answer whose body is a contract: `@ContractResponse(202, 'SubmitJobResponse', 'the job is committed')`. */
export function ContractResponse(status: number, schema: SchemaName, description = schema as string): MethodDecorator {
  return ApiResponse({ status, description, content: { 'application/json': { schema: contractRef(schema) } } });
}

/** The refusals of a route, by error code; codes that share a status share an entry. */
export function ProblemResponses(...codes: readonly ErrorCode[]): MethodDecorator {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of codes) byStatus.set(ERROR_CATALOGUE[code].status, [...(byStatus.get(ERROR_CATALOGUE[code].status) ?? []), code]);
  return applyDecorators(
    ...[...byStatus].map(([status, shared]) =>
      ApiResponse({
        status,
        description: shared.map((code) => `\`${code}\`: ${ERROR_CATALOGUE[code].title}.`).join(' '),
        content: { 'application/problem+json': { schema: contractRef('Problem') } },
        ...(status === 503 ? { headers: { 'Retry-After': { description: 'seconds to wait before the next try', schema: { type: 'integer' } } } } : {}),
      }),
    ),
  );
}

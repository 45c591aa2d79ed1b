import { SchemaName, validator } from '#contracts';
import { Body, PipeTransform } from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';
import { ApiError } from '../errors/api-error';

/**
 * Validates a body with the compiled validator of a contract. For the hot routes: a few microseconds, where class-transformer and
 * class-validator take more than the rest of the request.
 */
export class ContractBodyPipe implements PipeTransform<unknown> {
  private readonly validate: ReturnType<typeof validator>;

  constructor(schema: SchemaName) {
    this.validate = validator(schema);
  }

  transform(body: unknown): unknown {
    const checked = this.validate(body);
    if (checked.ok) return checked.value;
    throw new ApiError('validation_failed', { detail: summary(checked.errors), errors: checked.errors });
  }
}

/** A body that must match a contract; the schema stands in the OpenAPI document too. `@ContractBody('SubmitJobRequest') body: SubmitJobRequest` */
export function ContractBody(schema: SchemaName): ParameterDecorator {
  return (target, key, index) => {
    Body(new ContractBodyPipe(schema))(target, key, index);
    const method = key === undefined ? undefined : Object.getOwnPropertyDescriptor(target, key);
    if (key !== undefined && method !== undefined) ApiBody({ required: true, schema: { $ref: `#/components/schemas/${schema}` } })(target, key, method);
  };
}

function summary(errors: readonly { readonly pointer: string; readonly message: string }[]): string {
  const [first] = errors;
  if (first === undefined) return 'the body does not match its schema';
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return `${first.pointer === '' ? 'the body' : first.pointer} ${first.message}${more}`;
}

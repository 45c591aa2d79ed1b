import { ArgumentMetadata, Injectable, ValidationPipe } from '@nestjs/common';
import * as transformerPackage from 'class-transformer';
import * as validatorPackage from 'class-validator';
import { ApiError } from '../errors/api-error';
import { CheckedQueries } from './checked-queries';

/**
 * Validates everything that is declared by a class with class-validator's decorators: queries, path parameters, the bodies of routes that
 * are not hot. Unknown fields are refused. Values declared by a contract (an interface, so `Object` at run time) pass through untouched:
 * those have a pipe of their own.
 */
@Injectable()
export class RequestValidationPipe extends ValidationPipe {
  private readonly queries = new CheckedQueries();

  constructor() {
    super({
      whitelist: true,
      forbidNonWhitelisted: true,
      transform: true,
      transformOptions: { exposeDefaultValues: true },
      stopAtFirstError: false,
      validatorPackage,
      transformerPackage,
      exceptionFactory: (errors) => {
        const found = errors.flatMap((error) => pointersOf(error, ''));
        return new ApiError('validation_failed', { detail: found.map((one) => one.message).join('; '), errors: found });
      },
    });
  }

  // Not async: a promise for each parameter that needs no validation would be felt on the hot routes.
  override transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.metatype === undefined || metadata.metatype === Object) return value as Promise<unknown>;
    if (metadata.type !== 'query') return super.transform(value, metadata);
    return this.queries.checked(metadata.metatype, value, () => super.transform(value, metadata) as Promise<unknown>);
  }
}

function pointersOf(error: validatorPackage.ValidationError, parent: string): { pointer: string; message: string }[] {
  const pointer = `${parent}/${error.property.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const own = Object.values(error.constraints ?? {}).map((message) => ({ pointer, message }));
  return [...own, ...(error.children ?? []).flatMap((child) => pointersOf(child, pointer))];
}

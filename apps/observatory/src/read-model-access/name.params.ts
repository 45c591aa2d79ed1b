import { ApiProperty } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import { ApiError } from '#http';
import { NAME } from './key-cursor';

/** A thing that a path names: a queue, a job type. */
export class NameParams {
  @ApiProperty({ pattern: NAME.source })
  @Matches(NAME, { message: 'name must be a lowercase name of at most 64 letters, digits, dots, dashes and underscores' })
  name!: string;
}

export function unknownThing(what: string, name: string, position: number): ApiError {
  return new ApiError('not_found', { detail: `no ${what} ${name} is known up to position ${position}` });
}

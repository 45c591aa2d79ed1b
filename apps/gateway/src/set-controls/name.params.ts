import { ApiProperty } from '@nestjs/swagger';
import { Matches } from 'class-validator';

const NAME = /^[a-z][a-z0-9._-]{0,63}$/;

/** The name in the path of a queue, a job type or a limit. */
export class NameParams {
  @ApiProperty({ pattern: NAME.source, description: 'a lowercase name' })
  @Matches(NAME, { message: '$property must be a lowercase name of at most 64 letters, digits, dots, dashes and underscores' })
  name!: string;
}

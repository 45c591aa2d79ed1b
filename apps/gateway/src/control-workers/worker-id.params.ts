import { ApiProperty } from '@nestjs/swagger';
import { Matches } from 'class-validator';

/** The id of one incarnation of a worker. */
export class WorkerIdParams {
  @ApiProperty({ pattern: '^[\\x21-\\x7e]{1,128}$', description: 'the id the worker announces itself with' })
  @Matches(/^[\x21-\x7e]{1,128}$/, { message: 'id must be 1 to 128 characters of printable ASCII without blanks' })
  id!: string;
}

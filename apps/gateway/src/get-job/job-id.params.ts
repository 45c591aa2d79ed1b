import { ApiProperty } from '@nestjs/swagger';
import { Matches } from 'class-validator';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The id in the path of everything about one job. */
export class JobIdParams {
  @ApiProperty({ format: 'uuid', description: 'the id from the 202' })
  @Matches(UUID, { message: 'id must be a UUID in lower case' })
  id!: string;
}

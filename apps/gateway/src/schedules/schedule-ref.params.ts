import { ApiProperty } from '@nestjs/swagger';
import { Matches } from 'class-validator';

/** What a schedule is called in a path. */
export class ScheduleRefParams {
  @ApiProperty({ description: "the schedule's name, or its id" })
  @Matches(/^([a-z][a-z0-9._-]{0,63}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/, { message: 'schedule must be the name or the id of a schedule' })
  schedule!: string;
}

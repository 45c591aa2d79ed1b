import { ApiProperty } from '@nestjs/swagger';
import { Matches } from 'class-validator';

export class RunbookParams {
  @ApiProperty({ pattern: '^[A-Za-z0-9]{1,64}$', description: 'the name of an alert' })
  @Matches(/^[A-Za-z0-9]{1,64}$/)
  alert!: string;
}

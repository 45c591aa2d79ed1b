import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Name } from '#contracts';
import { timestamp } from './timestamp.transformer';

/** A job queue that exists at the broker. */
@Entity({ name: 'queues', synchronize: false })
export class QueueEntity {
  @PrimaryColumn('text') name!: Name;
  @Column('timestamptz', { name: 'registered_at', transformer: timestamp }) registeredAt!: string;
}

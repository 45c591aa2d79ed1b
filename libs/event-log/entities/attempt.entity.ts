import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { JobAttempt } from '#contracts';
import { timestamp } from './timestamp.transformer';

/** An attempt's row as clients read it. */
@Entity({ name: 'attempts', synchronize: false })
export class AttemptEntity implements Omit<JobAttempt, 'endedAt' | 'durationMs' | 'error'> {
  @PrimaryColumn('uuid', { name: 'job_id' }) jobId!: JobAttempt['jobId'];
  @PrimaryColumn('integer') number!: JobAttempt['number'];
  @Column('text') state!: JobAttempt['state'];
  @Column('uuid', { name: 'delivery_id' }) deliveryId!: JobAttempt['deliveryId'];
  @Column('text', { name: 'worker_id' }) workerId!: JobAttempt['workerId'];
  @Column('timestamptz', { name: 'started_at', transformer: timestamp }) startedAt!: JobAttempt['startedAt'];
  @Column('timestamptz', { name: 'ended_at', nullable: true, transformer: timestamp }) endedAt!: NonNullable<JobAttempt['endedAt']> | null;
  @Column('bigint', { name: 'duration_ms', nullable: true, transformer: { from: (value: string | null) => (value === null ? null : Number(value)), to: (value: unknown) => value } })
  durationMs!: NonNullable<JobAttempt['durationMs']> | null;
  @Column('json', { nullable: true }) error!: NonNullable<JobAttempt['error']> | null;
}

import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Job } from '#contracts';
import type { JobSpec } from '../job-spec';
import { timestamp } from './timestamp.transformer';

/** A job's row as clients read it. The hot path writes the table (and its other columns) itself; nothing is ever saved through this entity. */
@Entity({ name: 'jobs', synchronize: false })
export class JobEntity implements Omit<Required<Job>, 'queuedAt' | 'startedAt' | 'finishedAt' | 'runAt' | 'deadlineAt' | 'redrivenTo' | 'idempotencyKey' | 'result' | 'error' | 'cancelRequested' | keyof JobSpec> {
  @PrimaryColumn('uuid') id!: Job['id'];
  @Column('text', { name: 'tenant_id' }) tenantId!: Job['tenantId'];
  @Column('text') type!: Job['type'];
  @Column('text') queue!: Job['queue'];
  @Column('text') priority!: Job['priority'];
  @Column('text') status!: Job['status'];
  @Column('json') payload!: Job['payload'];
  @Column('text', { name: 'correlation_id' }) correlationId!: Job['correlationId'];
  @Column('text', { name: 'idempotency_key', nullable: true }) idempotencyKey!: NonNullable<Job['idempotencyKey']> | null;
  @Column('integer') attempt!: Job['attempt'];
  @Column('integer', { name: 'max_attempts' }) maxAttempts!: Job['maxAttempts'];
  @Column('integer') losses!: Job['losses'];
  @Column('integer') version!: Job['version'];
  @Column('timestamptz', { name: 'submitted_at', transformer: timestamp }) submittedAt!: Job['submittedAt'];
  @Column('timestamptz', { name: 'queued_at', nullable: true, transformer: timestamp }) queuedAt!: NonNullable<Job['queuedAt']> | null;
  @Column('timestamptz', { name: 'started_at', nullable: true, transformer: timestamp }) startedAt!: NonNullable<Job['startedAt']> | null;
  @Column('timestamptz', { name: 'finished_at', nullable: true, transformer: timestamp }) finishedAt!: NonNullable<Job['finishedAt']> | null;
  @Column('timestamptz', { name: 'run_at', nullable: true, transformer: timestamp }) runAt!: NonNullable<Job['runAt']> | null;
  @Column('timestamptz', { name: 'deadline_at', nullable: true, transformer: timestamp }) deadlineAt!: NonNullable<Job['deadlineAt']> | null;
  @Column('uuid', { name: 'redriven_to', nullable: true }) redrivenTo!: NonNullable<Job['redrivenTo']> | null;
  @Column('json', { nullable: true }) spec!: JobSpec | null;
  @Column('json', { nullable: true }) result!: Job['result'];
  @Column('json', { nullable: true }) error!: NonNullable<Job['error']> | null;
  @Column('json', { name: 'cancel_requested', nullable: true }) cancelRequested!: NonNullable<Job['cancelRequested']> | null;
}

import { Matches } from 'class-validator';
import { ApiError } from '#http';

/** The job that a path is about. */
export class JobParams {
  @Matches(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, { message: 'id must be a lowercase UUID' })
  id!: string;
}

export function unknownJob(id: string, position: number): ApiError {
  return new ApiError('not_found', { detail: `no job ${id} is known up to position ${position}` });
}

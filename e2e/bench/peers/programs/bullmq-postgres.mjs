import { createPostgresBackend } from 'bullmq';
import { openOn } from './bullmq.mjs';

export const open = ({ databaseUrl }) => openOn({ connectionString: databaseUrl, max: 34, migrate: true }, createPostgresBackend);

import { exitOnConfigurationError } from '#config';
import { runService } from '#http';
import { loadWorkerEnv } from './worker.env';
import { workerService } from './worker.service-options';

const env = exitOnConfigurationError(() => loadWorkerEnv());

void runService(workerService(env));

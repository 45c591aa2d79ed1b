import { exitOnConfigurationError } from '#config';
import { runService } from '#http';
import { loadWorkerEnv } from './worker.env';
import { WorkerModule } from './worker.module';

const env = exitOnConfigurationError(() => loadWorkerEnv());

void runService({ module: WorkerModule.of(env), service: 'worker', version: '0.1.0', env, configure: (app) => WorkerModule.connect(app) });

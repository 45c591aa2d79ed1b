import { exitOnConfigurationError } from '#config';
import { runService } from '#http';
import { loadObservatoryEnv } from './observatory.env';
import { observatoryService } from './observatory.service-options';

const env = exitOnConfigurationError(() => loadObservatoryEnv());

void runService(observatoryService(env));

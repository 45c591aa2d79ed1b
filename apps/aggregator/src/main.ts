import { exitOnConfigurationError } from '#config';
import { runService } from '#http';
import { loadAggregatorEnv } from './aggregator.env';
import { aggregatorService } from './aggregator.service-options';

const env = exitOnConfigurationError(() => loadAggregatorEnv());

void runService(aggregatorService(env));

import { exitOnConfigurationError } from '#config';
import { runService } from '#http';
import { loadAggregatorEnv } from './aggregator.env';
import { AggregatorModule } from './aggregator.module';

const env = exitOnConfigurationError(() => loadAggregatorEnv());

void runService({ module: AggregatorModule.of(env), service: 'aggregator', version: '0.1.0', env, configure: (app) => AggregatorModule.connect(app) });

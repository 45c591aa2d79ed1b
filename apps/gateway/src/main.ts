import { exitOnConfigurationError } from '#config';
import { runService } from '#http';
import { loadGatewayEnv } from './gateway.env';
import { gatewayService } from './gateway.service-options';

void runService(exitOnConfigurationError(() => gatewayService(loadGatewayEnv())));

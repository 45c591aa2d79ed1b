export { ConfigurationError } from './configuration-error';
export type { ConfigurationFault } from './configuration-error';
export { EXIT_CONFIGURATION, exitOnConfigurationError } from './exit-on-configuration-error';
export { loadEnv } from './load-env';
export type { EnvSource } from './load-env';
export { serviceVariables } from './service-variables';
export type { ServiceEnv } from './service-variables';
export type { EnvOf, EnvSpec, Variable } from './variable';
export { withoutCredentials } from './without-credentials';

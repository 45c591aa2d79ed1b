export { createGatewayClient, createObservatoryClient } from './client';
export type { ClientOptions, GatewayClient, ObservatoryClient, ReadBody, ReadQuery } from './client';
export { ProblemError } from './problem-error';
export type { Problem, ProblemCode } from './problem-error';
export type { components as GatewayComponents, paths as GatewayPaths } from './generated/gateway';
export type { components as ObservatoryComponents, paths as ObservatoryPaths } from './generated/observatory';

export { killServer, SERVER_NAMES, type ServerState, serverState, ServerFailed, stackPorts, stackUrls, startServer, startStack, type StartOptions, STORE_NAMES, stopServer, stopStack } from './stack';
export type { ServerName } from './servers/server';
export { type PortName, portVariable, type StackPorts, type StackUrls } from './stack-ports';
export { ToolMissing } from './install';
export { PortTaken } from './port-probe';
export { projectRoot, stackFolder } from './project';

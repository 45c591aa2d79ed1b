export { adoptServer, killServer, probeServer, runningServers, SERVER_NAMES, type ServerState, serverState, ServerFailed, stackPorts, stackUrls, startServer, startStack, type StartOptions, STORE_NAMES, stopServer, stopStack } from './stack';
export type { ServerName } from './servers/server';
export { type PortName, portsAt, portVariable, type StackPorts, type StackUrls, urlsOf } from './stack-ports';
export { installTools, requireTool, ToolMissing } from './install';
export { brokerDefinitions, type BrokerPasswords, brokerUrlFor, MONITORING_USER } from './broker-users';
export { PortTaken } from './port-probe';
export { type StackTls, tlsOf } from './tls/stack-tls';
export { Authority, type Issued, writePem } from './tls/authority';
export { projectRoot, stackFolder } from './project';

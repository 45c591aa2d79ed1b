export { Authority, type Issued, writePem } from '../../deploy/native';
export { eventually, type EventuallyOptions, NeverHappened } from './eventually';
export { freshDatabase, freshMongo, type FreshMongo, freshVhost } from './fresh';
export { type FreshStores, privateStack, type PrivateStack, type PrivateStackOptions } from './private-stack';
export { environmentOf, type Servers, serversFromEnv, type StoreName } from './servers';
export { startTestServers, stopTestServers } from './test-servers';
export { faultProxy, type FaultProxy } from './fault-proxy';
export { type ApiDocument, findLeaks, type ForeignValues, type Leak, type Question, questionsOf, shownIn } from './leak-finder';
export { askWith, badCredentials, type BadCredential, routesOpenTo, stopAsking, TokenIssuer } from './bad-credentials';

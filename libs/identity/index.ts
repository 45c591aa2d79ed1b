export { newApiKey, parseApiKey, secretMatches } from './api-key';
export type { ApiKeyParts, KeyHash, NewKey } from './api-key';
export { isRole, PERMISSIONS, PERMISSIONS_OF, permissionsOf, ROLES } from './permissions';
export type { Permission, Role } from './permissions';
export { ANONYMOUS, decideAccess, PLATFORM_TENANT, principalOf } from './principal';
export type { AccessVerdict, Principal, RouteAccess } from './principal';

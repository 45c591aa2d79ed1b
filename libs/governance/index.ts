export { compilePack, DEFAULT_RULE, type CompiledPack } from './policy/compile-pack';
export { loadPack, PolicyRefused, type PolicyFault } from './policy/load-pack';
export { PolicyInForce } from './policy/policy-in-force';
export type { PolicyInput, PolicyPrincipal } from './policy/policy-input';

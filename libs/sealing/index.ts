export { DataKeys, OwnedDataKeys, REMEMBERED_MS, type KeyOwner, type KeySource, type KeyStore } from './data-keys';
export { faultOfKey, KeyEncryptionKeys, type WrappedKey } from './key-encryption-keys';
export { keysWithin, openDocument } from './open-document';
export { CannotOpen, digestWith, keyIdOf, open, seal, type DataKey, type Purpose, type SealedValue } from './sealed-value';
export { mapFields, NOTHING_SENSITIVE, personOf, PURPOSE_KEYWORDS, SENSITIVITY_KEYWORDS, sensitivityOf, type Sensitivity } from './sensitive-fields';

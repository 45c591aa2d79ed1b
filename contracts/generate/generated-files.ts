import { join } from 'node:path';
import { readSchemaFiles } from './schema-files';
import { catalogueModule, schemasModule, typesModule } from './types';

/** Every generated file below `contracts`, by path, as the schemas say it should be. */
export async function generatedFiles(contracts: string): Promise<Map<string, string>> {
  const files = readSchemaFiles(join(contracts, 'schemas'));
  return new Map([
    ['src/generated/schemas.ts', schemasModule(files)],
    ['src/generated/types.ts', await typesModule(files)],
    ['src/generated/catalogue.ts', catalogueModule(files)],
  ]);
}

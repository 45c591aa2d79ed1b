import { join } from 'node:path';
import { asyncApiDocument } from './async-api';
import { readSchemaFiles } from './schema-files';
import { catalogueModule, schemasModule, typesModule } from './types';
import { versionsPage } from './versions';

/** Every generated file below `contracts`, by path, as the schemas say it should be. */
export async function generatedFiles(contracts: string): Promise<Map<string, string>> {
  const files = readSchemaFiles(join(contracts, 'schemas'));
  return new Map([
    ['src/generated/schemas.ts', schemasModule(files)],
    ['src/generated/types.ts', await typesModule(files)],
    ['src/generated/catalogue.ts', catalogueModule(files)],
    ['VERSIONS.md', versionsPage(files)],
    ['asyncapi.json', asyncApiDocument(files)],
  ]);
}

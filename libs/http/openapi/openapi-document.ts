import { openApiSchema, SchemaName, SCHEMAS } from '#contracts';
import { INestApplication } from '@nestjs/common';
import { DocumentBuilder, OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { ServiceIdentity } from '../service-identity';

const REFERENCE = /^#\/components\/schemas\/(.+)$/;

/** What every service's document says of itself. */
const PURPOSE: Readonly<Record<ServiceIdentity['service'], string>> = {
  gateway: 'The command side: submit jobs, read their state, follow the log.',
  worker: 'Runs jobs. Speaks AMQP; over HTTP it only tells how it is.',
  aggregator: 'Folds the log into read models. Over HTTP it only tells how it is.',
  observatory: 'The read side: jobs, timelines and overviews, each with the position it is true for.',
};

/**
 * The OpenAPI 3.1 document of an application. Routes come from the controllers; every schema is a contract, taken over as it is, so that
 * the document cannot say anything else than what the validators check.
 */
export function openApiDocument(app: INestApplication, identity: Pick<ServiceIdentity, 'service' | 'version'>): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle(`Job Observatory: ${identity.service}`)
    .setDescription(PURPOSE[identity.service])
    .setVersion(identity.version)
    .addGlobalParameters({
      name: 'X-Correlation-Id',
      in: 'header',
      required: false,
      description: 'Taken over into every event and log line and returned; generated when absent or unusable.',
      schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,128}$' },
    })
    .build();
  const document = SwaggerModule.createDocument(app, config, { operationIdFactory: (_controller, method) => method ?? '' });
  nameOperationsOnce(document);
  addContracts(document);
  return sorted(document);
}

/** A handler that serves two paths gives both the same operation id; the later ones get the path appended. */
function nameOperationsOnce(document: OpenAPIObject): void {
  const seen = new Set<string>();
  for (const [path, item] of Object.entries(document.paths)) {
    for (const operation of Object.values(item as Record<string, { operationId?: string } | undefined>)) {
      const id = operation?.operationId;
      if (operation === undefined || id === undefined) continue;
      operation.operationId = seen.has(id) ? `${id}At${path.replaceAll(/[^A-Za-z0-9]+(.)?/g, (_match, next: string | undefined) => next?.toUpperCase() ?? '')}` : id;
      seen.add(operation.operationId);
    }
  }
}

/** Adds every contract that the document refers to, and those that they refer to. */
function addContracts(document: OpenAPIObject): void {
  const schemas: Record<string, unknown> = { ...document.components?.schemas };
  const waiting = referencesIn(document);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (schemas[name] !== undefined) continue;
    if (!Object.hasOwn(SCHEMAS, name)) throw new Error(`the OpenAPI document refers to ${name}, which is not a contract`);
    schemas[name] = openApiSchema(name as SchemaName);
    waiting.push(...referencesIn(schemas[name]));
  }
  document.components = { ...document.components, schemas: schemas as NonNullable<NonNullable<OpenAPIObject['components']>['schemas']> };
}

function referencesIn(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(referencesIn);
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => {
    const name = key === '$ref' && typeof value === 'string' ? REFERENCE.exec(value)?.[1] : undefined;
    return name === undefined ? referencesIn(value) : [name];
  });
}

/** The same document with paths and schemas in alphabetical order, so that a committed copy changes only where the service does. */
function sorted(document: OpenAPIObject): OpenAPIObject {
  const byName = <T>(record: Record<string, T>): Record<string, T> => Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
  return { ...document, paths: byName(document.paths), components: { ...document.components, schemas: byName(document.components?.schemas ?? {}) } };
}

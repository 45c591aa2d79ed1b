// The types of libs/observatory-client, from the committed OpenAPI documents of the services that consoles talk to.
import openapiTS, { astToString } from 'openapi-typescript';

export const CLIENT_SERVICES = ['gateway', 'observatory'];
export const clientFile = (app) => `libs/observatory-client/generated/${app}.ts`;

const HEAD = (app) => `// Written by npm run openapi:generate from apps/${app}/openapi.json. Do not edit.\n\n`;

/** @param document the OpenAPI document as text */
export async function clientTypes(app, document) {
  // A default in a query is the server's business: whoever asks may leave the parameter out.
  return HEAD(app) + astToString(await openapiTS(JSON.parse(document), { defaultNonNullable: false }));
}

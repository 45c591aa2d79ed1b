// Writes what is generated from the built apps: each app's openapi.json, the types of libs/observatory-client, .env.example and docs/schema.md. With --check it writes nothing, and fails on
// a difference. `npm run generate`, `npm run verify`.
import { createRequire } from 'node:module';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CLIENT_SERVICES, clientFile, clientTypes } from './client-types.mjs';
import { permissionsPage } from './permissions-page.mjs';
import { envSections, INTRODUCTION } from './env-example.mjs';
import { SCHEMA_DOCUMENT, schemaDocument } from './schema-document.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const require = createRequire(import.meta.url);
const built = (file) => require(join(root, 'dist', file));

/** Apps that are services; a console has no main of this kind. */
const apps = readdirSync(join(root, 'apps')).filter((app) => existsSync(join(root, 'apps', app, 'src', `${app}.service-options.ts`))).sort();
const specOf = (app) => built(`apps/${app}/src/${app}.env.js`)[`${app.toUpperCase()}_ENV`];

/** Services that are called by others than monitors. */
const GUARDED = ['gateway', 'observatory'];
const services = [];

async function openApi(app) {
  const { describeService } = built('libs/http/index.js');
  const { loadEnv } = built('libs/config/index.js');
  const serviceOptions = built(`apps/${app}/src/${app}.service-options.js`)[`${app}Service`];
  const { document, guarded } = await describeService(serviceOptions(loadEnv(specOf(app), {})));
  if (GUARDED.includes(app)) services.push({ app, guarded: [...guarded] });
  return `${JSON.stringify(document, null, 2)}\n`;
}

const files = new Map();
for (const app of apps) files.set(`apps/${app}/openapi.json`, await openApi(app));
for (const app of CLIENT_SERVICES) files.set(clientFile(app), await clientTypes(app, files.get(`apps/${app}/openapi.json`)));
files.set('docs/permissions.md', permissionsPage(services, built('libs/identity/index.js').PERMISSIONS_OF));
files.set('.env.example', built('libs/config/index.js').renderEnvExample(INTRODUCTION, envSections(apps.map((app) => ({ app, spec: specOf(app) })))));

files.set(SCHEMA_DOCUMENT, schemaDocument(root, built('libs/read-model/index.js')));

const check = process.argv.includes('--check');
let stale = 0;
for (const [file, text] of files) {
  const path = join(root, file);
  const same = existsSync(path) && readFileSync(path, 'utf8') === text;
  if (!same && check) stale += 1;
  if (!same && !check) writeFileSync(path, text);
  console.log(`${same ? 'same   ' : check ? 'STALE  ' : 'written'} ${file}`);
}
if (stale > 0) console.error(`${stale} generated files differ from what the code says: npm run generate`);
// Lazy clients of the described apps may hold a timer; nothing else is to be done.
process.exit(stale > 0 ? 1 : 0);

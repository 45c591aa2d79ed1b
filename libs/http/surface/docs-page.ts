import { readFileSync } from 'node:fs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { openApiDocument } from '../openapi/openapi-document';
import type { ServiceIdentity } from '../service-identity';
import { pageHeaders } from './security-headers';

/*
 * Swagger UI on a page of our own: the one that @nestjs/swagger brings has inline styles, which a policy would have to allow. The document is still made
 * and served by @nestjs/swagger.
 */

/** Pictures of its style sheet are written into it. It sends requests to this origin, where else. */
const HEADERS = pageHeaders({ 'script-src': ["'self'"], 'style-src': ["'self'"], 'img-src': ["'self'", 'data:'], 'connect-src': ["'self'"] });

/** Of Swagger UI's own files those that the page needs. */
const FILES = { 'swagger-ui.css': 'text/css; charset=utf-8', 'swagger-ui-bundle.js': 'text/javascript; charset=utf-8', 'favicon-32x32.png': 'image/png' } as const;

const page = (title: string, base: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" type="image/png" sizes="32x32" href="${base}favicon-32x32.png">
<link rel="stylesheet" href="${base}swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="${base}swagger-ui-bundle.js"></script>
<script src="${base}swagger-ui-init.js"></script>
</body>
</html>
`;

const SCRIPT = `'use strict';
SwaggerUIBundle({
  url: new URL('../openapi.json', document.currentScript.src).href,
  dom_id: '#swagger-ui',
  deepLinking: true,
  presets: [SwaggerUIBundle.presets.apis],
  validatorUrl: null,
});
`;

/** `/docs` and `/openapi.json`. */
export function serveDocs(app: NestFastifyApplication, identity: ServiceIdentity): void {
  SwaggerModule.setup('docs', app, () => openApiDocument(app, identity), { jsonDocumentUrl: 'openapi.json', ui: false, raw: ['json'] });
  const title = `${identity.service} · Job Observatory`;
  const instance: FastifyInstance = app.getHttpAdapter().getInstance();
  const answer = (reply: FastifyReply, type: string, body: string): FastifyReply => reply.headers({ ...HEADERS, 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-cache' }).send(body);
  instance.get('/docs', (_request, reply) => answer(reply, 'text/html', page(title, './docs/')));
  instance.get('/docs/', (_request, reply) => answer(reply, 'text/html', page(title, './')));
  instance.get('/docs/swagger-ui-init.js', (_request, reply) => answer(reply, 'text/javascript', SCRIPT));
  for (const [name, type] of Object.entries(FILES)) {
    let content: Buffer | undefined;
    instance.get(`/docs/${name}`, (_request, reply) => {
      content ??= readFileSync(require.resolve(`swagger-ui-dist/${name}`));
      return reply.headers({ 'content-type': type, 'cache-control': 'public, max-age=3600' }).send(content);
    });
  }
}

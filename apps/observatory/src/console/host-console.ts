import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { consoleAnswer } from './console-answer';
import type { ConsoleFiles } from './console-files';
import { NOT_BUILT_PAGE } from './not-built.page';
import { SECURITY_HEADERS } from './security-headers';

const A_YEAR_MS = 365 * 24 * 3_600_000;

/** Lets replies send files: compressed where the build has them so and the client takes it. */
export function prepareConsoleFiles(app: NestFastifyApplication): void {
  void app.register(fastifyStatic, { serve: false, preCompressed: true, root: __dirname });
}

/** Answers requests without a route that are the console's; tells whether this one was. Never asks the read models. */
export function consoleFallback(files: ConsoleFiles): (request: FastifyRequest, reply: FastifyReply) => boolean {
  return (request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '/';
    const answer = consoleAnswer({ method: request.method, path, accept: request.headers.accept }, files);
    switch (answer.kind) {
      case 'nothing':
        return false;
      case 'not-built':
        void reply.status(503).headers({ ...SECURITY_HEADERS, 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }).send(NOT_BUILT_PAGE);
        return true;
      case 'file': {
        const forever = answer.keep === 'forever';
        void reply.status(200).headers({ ...SECURITY_HEADERS, vary: 'accept-encoding' });
        if (!forever) void reply.header('cache-control', 'no-cache');
        reply.sendFile(answer.name, files.folder ?? '', forever ? { immutable: true, maxAge: A_YEAR_MS } : { cacheControl: false });
        return true;
      }
    }
  };
}

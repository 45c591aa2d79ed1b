import { Module } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { codingFor, compressed, WORTH_COMPRESSING_BYTES } from './encoding';
import { entityTag, hasTag } from './entity-tag';

/** What reads answer, below which no other JSON of the service is: that is for machines which ask once. */
const READS = '/v1/';

/**
 * Answers of reads are named by an `ETag`, not sent again to whoever has them (304, with headers that say how fresh they are now), and compressed for whoever
 * can read that.
 */
@Module({})
export class AnswersModule {
  constructor(host: HttpAdapterHost) {
    host.httpAdapter.getInstance<FastifyInstance>().addHook('onSend', finish);
  }
}

async function finish(request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> {
  if (typeof payload !== 'string' || request.method !== 'GET' || reply.statusCode !== 200 || !request.url.startsWith(READS)) return payload;
  if (!String(reply.getHeader('content-type')).startsWith('application/json')) return payload;
  // A handler that gives the same answer to many has named it once.
  const named = reply.getHeader('etag');
  const tag = typeof named === 'string' ? named : entityTag(payload);
  void reply.header('etag', tag).header('vary', 'accept-encoding');
  const known = request.headers['if-none-match'];
  if (known !== undefined && hasTag(known, tag)) {
    void reply.code(304).removeHeader('content-type').removeHeader('content-length');
    return null;
  }
  const coding = payload.length < WORTH_COMPRESSING_BYTES ? undefined : codingFor(request.headers['accept-encoding']);
  if (coding === undefined) return payload;
  const bytes = await compressed(payload, coding);
  void reply.header('content-encoding', coding).header('content-length', bytes.length);
  return bytes;
}

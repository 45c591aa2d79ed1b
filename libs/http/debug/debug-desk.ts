import { getHeapStatistics } from 'node:v8';
import type { FastifyInstance } from 'fastify';
import type { PerformanceResponse } from '#contracts';
import { batchFigures, ProcessWatch, slowQueries, Slowest } from '#observability';
import type { ServiceIdentity } from '../service-identity';

/** Routes and queries that are shown. */
const TOP = 20;

/** What an operator may look at with the debug token. Without one nothing is watched, so nothing is paid. */
export class DebugDesk {
  private readonly routes = new Slowest();
  private readonly watch: ProcessWatch | undefined;

  constructor(readonly token: string | undefined) {
    if (token === undefined) return;
    this.watch = new ProcessWatch();
    this.routes.watch();
    slowQueries.watch();
  }

  /** Notes what each request took; to be called before any route is registered. */
  watchRoutes(instance: FastifyInstance): void {
    if (this.watch === undefined) return;
    instance.addHook('onResponse', (request, reply, done) => {
      this.routes.note(`${request.method} ${request.is404 ? 'unmatched' : (request.routeOptions.url ?? 'unmatched')}`, reply.elapsedTime);
      done();
    });
  }

  stop(): void {
    this.watch?.stop();
  }

  async read({ service, instanceId, version }: ServiceIdentity): Promise<PerformanceResponse | undefined> {
    if (this.watch === undefined) return undefined;
    const { rss, heapUsed, heapTotal, external, arrayBuffers } = process.memoryUsage();
    const { user, system } = process.cpuUsage();
    return {
      service, instanceId, version,
      at: new Date().toISOString(),
      uptimeSeconds: process.uptime(),
      eventLoop: this.watch.eventLoop(),
      gc: this.watch.collections(),
      memory: { rssBytes: rss, heapUsedBytes: heapUsed, heapTotalBytes: heapTotal, heapLimitBytes: getHeapStatistics().heap_size_limit, externalBytes: external, arrayBuffersBytes: arrayBuffers },
      cpu: { userSeconds: user / 1_000_000, systemSeconds: system / 1_000_000 },
      batches: await batchFigures(service),
      routes: this.routes.read(TOP),
      queries: slowQueries.read(TOP),
    };
  }
}

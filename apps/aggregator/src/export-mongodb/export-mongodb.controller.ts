import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { ReadModelStore, type ServerFigures } from '#read-model';
import { Permission } from '#http';
import { mongodbMetrics } from './mongodb-metrics';

/** Below the 4 s that a scrape may take. */
const PATIENCE_MS = 2_500;

/**
 * What MongoDB says of itself, for Prometheus, apart from the service's own metrics: it is another target, with another `service`. The aggregator is
 * the one that writes there, so it is the one that knows first.
 */
@ApiTags('operations')
@Controller('metrics/mongodb')
export class ExportMongodbController {
  constructor(private readonly store: ReadModelStore) {}

  @Permission('metrics:read')
  @Get()
  @Header('cache-control', 'no-store')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @ApiOperation({ summary: 'Metrics of the MongoDB server for Prometheus; mongodb_up tells whether it answers', operationId: 'readMongodbMetrics' })
  @ApiProduces('text/plain')
  @ApiOkResponse({ description: 'the text exposition format', content: { 'text/plain': { schema: { type: 'string' } } } })
  async readMongodbMetrics(): Promise<string> {
    return mongodbMetrics(await this.figures());
  }

  private async figures(): Promise<ServerFigures | undefined> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), PATIENCE_MS);
    });
    try {
      return await Promise.race([this.store.serverFigures(PATIENCE_MS), late]);
    } catch {
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  }
}

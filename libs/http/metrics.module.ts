import { Controller, DynamicModule, Get, Header, Inject, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { PrometheusController, PrometheusModule } from '@willsoto/nestjs-prometheus';
import { registerMetrics, type ServiceName } from '#observability';

/** Called before each rendering, for gauges that are read from something rather than set by it. */
const BEFORE_SCRAPE = Symbol('BEFORE_SCRAPE');

/** `GET /metrics` in the text format of Prometheus. The path is set by `PrometheusModule`, which owns the controller. */
@ApiTags('operations')
@Controller()
export class MetricsController extends PrometheusController {
  constructor(@Inject(BEFORE_SCRAPE) private readonly beforeScrape: () => void) {
    super();
  }

  @Get()
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Metrics of this process for Prometheus', operationId: 'readMetrics' })
  @ApiProduces('text/plain')
  @ApiOkResponse({ description: 'the text exposition format', content: { 'text/plain': { schema: { type: 'string' } } } })
  override index(@Res({ passthrough: true }) response: unknown): Promise<string> {
    this.beforeScrape();
    return super.index(response);
  }
}

/** Node's own metrics are collected once a process, however many applications a test makes in it. */
let collecting = false;

/**
 * The module that serves `/metrics`: registers what the catalogue declares for `service`, labels every series with `service`, and collects
 * Node's own metrics (event loop delay, garbage collection, memory).
 */
export function metricsModule(service: ServiceName, beforeScrape: () => void = () => undefined): DynamicModule {
  registerMetrics(service);
  const first = !collecting;
  collecting = true;
  const served = PrometheusModule.register({
    path: '/metrics',
    controller: MetricsController,
    defaultMetrics: { enabled: first },
    defaultLabels: { service },
  });
  return { ...served, providers: [...(served.providers ?? []), { provide: BEFORE_SCRAPE, useValue: beforeScrape }] };
}

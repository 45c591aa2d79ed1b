import { counter, histogram, type CounterChild, type HistogramChild } from '#observability';

export interface ExchangeSeries {
  readonly confirmed: CounterChild;
  readonly returned: CounterChild;
  readonly failed: CounterChild;
  readonly duration: HistogramChild;
}

/** The series of each exchange, made once: looking them up by label for every message costs more than publishing it. */
export class PublishMetrics {
  private readonly series = new Map<string, ExchangeSeries>();

  of(exchange: string): ExchangeSeries {
    let series = this.series.get(exchange);
    if (!series) {
      const published = counter('messagesPublished');
      series = {
        confirmed: published.labels({ exchange, outcome: 'confirmed' }),
        returned: published.labels({ exchange, outcome: 'returned' }),
        failed: published.labels({ exchange, outcome: 'failed' }),
        duration: histogram('publishDuration').labels({ exchange }),
      };
      this.series.set(exchange, series);
    }
    return series;
  }
}

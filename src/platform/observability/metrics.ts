import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';

export interface Total {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** The process's Prometheus registry. One instance per application, so that two nodes in one test process do not mix. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();

  counter<Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[] = [],
  ): Counter<Label> {
    return new Counter({
      name: `sallyport_${name}`,
      help,
      labelNames: [...labelNames],
      registers: [this.registry],
    });
  }

  /**
   * For what happens too often to be counted one by one: counted elsewhere, added up at every scrape.
   * @param read the totals since the start
   */
  total(name: string, help: string, labels: readonly string[], read: () => readonly Total[]): Counter {
    return new Counter({
      name: `sallyport_${name}`,
      help,
      labelNames: [...labels],
      registers: [this.registry],
      collect() {
        this.reset();
        for (const { labels: of, value } of read()) this.inc(of, value);
      },
    });
  }

  /** @param buckets upper bounds in seconds */
  histogram<Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[] = [],
    buckets: readonly number[] = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  ): Histogram<Label> {
    return new Histogram({
      name: `sallyport_${name}`,
      help,
      labelNames: [...labelNames],
      buckets: [...buckets],
      registers: [this.registry],
    });
  }

  /** @param read called at every scrape; must be cheap */
  gauge(name: string, help: string, read: () => number): Gauge {
    return new Gauge({
      name: `sallyport_${name}`,
      help,
      registers: [this.registry],
      collect() {
        this.set(read());
      },
    });
  }
}

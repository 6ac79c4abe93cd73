import type { Registry } from 'prom-client';

/** Upper bounds in seconds. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

interface Sample {
  readonly value: number;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly metricName?: string;
}

/** What is known of one route. */
class RouteCount {
  /** By `METHOD status`. */
  readonly answers = new Map<string, number>();
  readonly buckets = new Float64Array(BUCKETS.length);
  count = 0;
  seconds = 0;
}

/**
 * Requests and their duration, counted in plain numbers: labels are only put together when somebody asks. The client
 * library's own counters hash their labels at every request, which is a good part of what a short one costs.
 */
export class RequestMetrics {
  private readonly routes = new Map<string, RouteCount>();

  constructor(registry: Registry) {
    registry.registerMetric(
      metric('http_requests_total', 'counter', 'Requests answered', () => this.totals()),
    );
    registry.registerMetric(
      metric('http_request_seconds', 'histogram', 'Time from a request to its answer', () =>
        this.durations(),
      ),
    );
  }

  count(method: string, route: string, status: number, seconds: number): void {
    let counted = this.routes.get(route);
    if (!counted) this.routes.set(route, (counted = new RouteCount()));
    const answer = `${method} ${String(status)}`;
    counted.answers.set(answer, (counted.answers.get(answer) ?? 0) + 1);
    counted.count += 1;
    counted.seconds += seconds;
    let bucket = 0;
    while (bucket < BUCKETS.length && seconds > BUCKETS[bucket]!) bucket += 1;
    if (bucket < BUCKETS.length) counted.buckets[bucket]! += 1;
  }

  private totals(): Sample[] {
    return [...this.routes].flatMap(([route, { answers }]) =>
      [...answers].map(([answer, value]) => {
        const [method = '', status = ''] = answer.split(' ');
        return { value, labels: { method, route, status } };
      }),
    );
  }

  private durations(): Sample[] {
    return [...this.routes].flatMap(([route, { buckets, count, seconds }]) => {
      let below = 0;
      const sample = (suffix: string, value: number, labels = {}): Sample => ({
        metricName: `http_request_seconds_${suffix}`,
        value,
        labels: { ...labels, route },
      });
      return [
        ...BUCKETS.map((le, index) => sample('bucket', (below += buckets[index]!), { le })),
        sample('bucket', count, { le: '+Inf' }),
        sample('sum', seconds),
        sample('count', count),
      ];
    });
  }
}

/** Something that the registry takes for one of its own metrics. */
function metric(name: string, type: string, help: string, values: () => Sample[]): never {
  return {
    name,
    get: () => Promise.resolve({ name, help, type, values: values(), aggregator: 'sum' }),
    reset: () => undefined,
  } as never;
}

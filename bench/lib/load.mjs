import autocannon from 'autocannon';

/**
 * Asks as fast as the answers come.
 * @param {{ title: string, url: string, connections: number, seconds?: number, amount?: number,
 *   method?: string, headers?: object, body?: string, next?: (request: object) => object, expect?: number }} options
 * @returns one row of the table; latencies in milliseconds, `perSecond` of answers with the expected status
 */
export async function load({ title, url, connections, seconds = 8, amount, expect = 200, next, ...request }) {
  const startedAt = performance.now();
  const result = await autocannon({
    url,
    connections,
    ...(amount ? { amount } : { duration: seconds }),
    timeout: 120,
    ...request,
    ...(next && { requests: [{ setupRequest: (one) => ({ ...one, ...next(one) }) }] }),
  });
  const took = (performance.now() - startedAt) / 1000;
  const { [expect]: { count: good } = { count: 0 }, ...others } = result.statusCodeStats;
  const other = Object.values(others).reduce((sum, { count }) => sum + count, 0) + result.errors;
  return {
    title,
    connections,
    perSecond: Math.round((good / took) * 10) / 10,
    p50: result.latency.p50,
    p99: result.latency.p99,
    max: result.latency.max,
    good,
    other,
    seconds: Math.round(took * 10) / 10,
  };
}

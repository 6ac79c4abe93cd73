import autocannon from 'autocannon';

/**
 * Asks as fast as the answers come.
 * @param {{ title: string, server: { url: string, cpuSeconds: () => number }, path: string, connections: number, seconds?: number, amount?: number,
 *   method?: string, headers?: object, body?: string, next?: () => object,
 *   heard?: (body: string) => void, expect?: number }} options
 * @returns one row of the table; latencies in milliseconds, `perSecond` of answers with the expected status,
 *   `cpuMicros` the server's processor time per answer, which tells more than the clock where cores are shared
 */
export async function load({
  title,
  server,
  path,
  connections,
  seconds = 8,
  amount,
  expect = 200,
  next,
  heard,
  ...request
}) {
  const [startedAt, cpuBefore] = [performance.now(), server.cpuSeconds()];
  const result = await autocannon({
    url: server.url + path,
    connections,
    ...(amount ? { amount } : { duration: seconds }),
    timeout: 120,
    ...request,
    ...(next && {
      requests: [
        {
          setupRequest: (one) => ({ ...one, ...next() }),
          ...(heard && { onResponse: (_status, body) => heard(body) }),
        },
      ],
    }),
  });
  const took = (performance.now() - startedAt) / 1000;
  const cpu = server.cpuSeconds() - cpuBefore;
  const { [expect]: { count: good } = { count: 0 }, ...others } = result.statusCodeStats;
  const other = Object.values(others).reduce((sum, { count }) => sum + count, 0) + result.errors;
  return {
    title,
    connections,
    perSecond: Math.round((good / took) * 10) / 10,
    cpuMicros: Math.round((cpu * 1e6) / (good + other)),
    p50: result.latency.p50,
    p99: result.latency.p99,
    max: result.latency.max,
    good,
    other,
    seconds: Math.round(took * 10) / 10,
  };
}

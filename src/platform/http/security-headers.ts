import helmet from '@fastify/helmet';
import { fastify } from 'fastify';

const ONE_YEAR_SECONDS = 31_536_000;
const ADDED_BY_HTTP = new Set(['content-type', 'content-length', 'connection', 'date']);

/**
 * The headers that every answer carries. They do not depend on the request, so helmet is asked once, at the start:
 * asked per request it would cost more than everything else at this edge.
 * @param https whether the service is reached over TLS only
 */
export async function standardHeaders(https: boolean): Promise<(readonly [string, string])[]> {
  const probe = fastify();
  await probe.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        // Swagger UI styles itself inline and draws its icons from data: URLs.
        imgSrc: ["'self'", 'data:'],
        styleSrc: ["'self'", "'unsafe-inline'"],
        objectSrc: ["'none'"],
        ...(https && { upgradeInsecureRequests: [] }),
      },
    },
    frameguard: { action: 'deny' },
    hsts: https && { maxAge: ONE_YEAR_SECONDS, includeSubDomains: true },
    referrerPolicy: { policy: 'no-referrer' },
    // An API that other origins may be allowed to call; CORS decides which.
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    originAgentCluster: false,
    dnsPrefetchControl: false,
    ieNoOpen: false,
    permittedCrossDomainPolicies: false,
    xssFilter: false,
  });
  probe.get('/', () => '');
  const { headers } = await probe.inject('/');
  await probe.close();
  return [
    ...Object.entries(headers)
      .filter(([name]) => !ADDED_BY_HTTP.has(name))
      .map(([name, value]) => [name, String(value)] as const),
    // What an answer holds may depend on who reads it.
    ['vary', 'Origin'],
    // The default; what may be cached says so itself.
    ['cache-control', 'no-store'],
  ];
}

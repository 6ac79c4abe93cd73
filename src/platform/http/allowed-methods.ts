import type { FastifyInstance } from 'fastify';

/** Which methods an address has, for whoever came with another one (RFC 9110, section 15.5.6). */
export class AllowedMethods {
  private readonly routes = new Map<string, { readonly address: RegExp; readonly methods: Set<string> }>();

  /** @param instance still without routes */
  constructor(instance: FastifyInstance) {
    instance.addHook('onRoute', ({ url, method }) => {
      const route = this.routes.get(url) ?? { address: addressOf(url), methods: new Set() };
      this.routes.set(url, route);
      for (const name of [method].flat()) route.methods.add(name);
    });
  }

  /** @returns nothing for an address that has no method at all */
  at(url: string): string[] {
    const path = url.split('?', 1)[0]!;
    const there = [...this.routes.values()].filter(({ address }) => address.test(path));
    return [...new Set(there.flatMap(({ methods }) => [...methods]))].sort();
  }
}

/** A route as the router writes it: `/a/:name`, and `*` for any rest. */
function addressOf(route: string): RegExp {
  const literal = route.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${literal.replaceAll('*', '.*').replaceAll(/:\w+/g, '[^/]+')}$`);
}

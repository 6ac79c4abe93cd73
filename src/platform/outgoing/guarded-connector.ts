// Looks at the addresses that are really dialled, not at what a name meant some time before: a name may mean another
// address a moment later (DNS rebinding).
import { isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import type { NameResolver } from './name-resolver.js';
import { OutgoingFailure } from './outgoing-http.js';

/** @param isAllowed asked about every address before it is dialled; a name with one that is refused is refused */
export function guardedConnector(
  resolver: NameResolver,
  isAllowed: (address: string) => boolean,
  options: buildConnector.BuildOptions,
): buildConnector.connector {
  const check = (hostname: string, address: string) => {
    if (!isAllowed(address))
      throw new OutgoingFailure(
        'refused-address',
        `${hostname} is at ${address}, which is not on the internet`,
      );
  };
  const lookup: LookupFunction = (hostname, { all }, callback) => {
    const resolving = resolver.resolve(hostname).then((found) => {
      for (const { address } of found) check(hostname, address);
      return [...found];
    });
    resolving.then(
      (found) => {
        if (all) callback(null, found);
        else callback(null, found[0]!.address, found[0]!.family);
      },
      (error: unknown) => {
        callback(error as NodeJS.ErrnoException, '');
      },
    );
  };
  const connect = buildConnector({ ...options, lookup });
  return (target, callback) => {
    try {
      // An address in place of a name is dialled without being looked up.
      const host = target.hostname.replace(/^\[|\]$/g, '');
      if (isIP(host)) check(host, host);
    } catch (error) {
      callback(error as Error, null);
      return;
    }
    connect(target, callback);
  };
}

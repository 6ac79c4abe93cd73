import { lookup } from 'node:dns/promises';
import type { LookupAddress } from 'node:dns';
import { Injectable } from '@nestjs/common';

/** Looks up the addresses of a host name. */
export abstract class NameResolver {
  /** @throws Error when there are none */
  abstract resolve(hostname: string): Promise<readonly LookupAddress[]>;
}

@Injectable()
export class SystemNameResolver implements NameResolver {
  resolve(hostname: string): Promise<readonly LookupAddress[]> {
    return lookup(hostname, { all: true });
  }
}

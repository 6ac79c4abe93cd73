import { Injectable } from '@nestjs/common';
import type { CredentialStrategy } from './credential-strategy.js';

/** Every kind of credential that opens a route; modules that issue them register theirs when they start. */
@Injectable()
export class CredentialStrategies {
  readonly all: CredentialStrategy[] = [];

  register(strategy: CredentialStrategy): void {
    this.all.push(strategy);
  }
}

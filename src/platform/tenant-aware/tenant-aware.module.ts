import { Global, Module } from '@nestjs/common';
import { ResourceChanges } from '../../kernel/resource-changes.js';
import { PublishedChanges } from './published-changes.js';

/** What resources of tenants have in common; see docs/extending.md. */
@Global()
@Module({
  providers: [{ provide: ResourceChanges, useClass: PublishedChanges }],
  exports: [ResourceChanges],
})
export class TenantAwareModule {}

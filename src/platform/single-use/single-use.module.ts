import { Global, Module } from '@nestjs/common';
import { SingleUse } from '../../kernel/single-use.js';
import { PostgresSingleUse } from './postgres-single-use.js';
import { PurgeSingleUseJob } from './purge-single-use.job.js';

@Global()
@Module({
  providers: [{ provide: SingleUse, useClass: PostgresSingleUse }, PurgeSingleUseJob],
  exports: [SingleUse],
})
export class SingleUseModule {}

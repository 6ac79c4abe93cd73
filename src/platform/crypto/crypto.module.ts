import { Global, Module } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Digest } from '../../kernel/digest.js';
import { Random } from '../../kernel/random.js';
import { SystemClock } from '../time/system-clock.js';
import { NodeDigest } from './node-digest.js';
import { NodeRandom } from './node-random.js';
import { SealedColumns } from './sealed-columns.js';
import { Sealer } from './sealer.js';

@Global()
@Module({
  providers: [
    Sealer,
    SealedColumns,
    { provide: Digest, useClass: NodeDigest },
    { provide: Random, useClass: NodeRandom },
    { provide: Clock, useClass: SystemClock },
  ],
  exports: [Sealer, SealedColumns, Digest, Random, Clock],
})
export class CryptoModule {}

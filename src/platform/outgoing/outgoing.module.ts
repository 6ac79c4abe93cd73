import { Global, Module } from '@nestjs/common';
import { NameResolver, SystemNameResolver } from './name-resolver.js';
import { OutgoingHttp } from './outgoing-http.js';
import { UndiciOutgoingHttp } from './undici-outgoing-http.js';

/** How the service asks others. */
@Global()
@Module({
  providers: [
    { provide: NameResolver, useClass: SystemNameResolver },
    { provide: OutgoingHttp, useClass: UndiciOutgoingHttp },
  ],
  exports: [OutgoingHttp],
})
export class OutgoingModule {}

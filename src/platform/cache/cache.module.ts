import { Global, Module } from '@nestjs/common';
import { RevocableCaches } from './revocable-cache.js';

@Global()
@Module({ providers: [RevocableCaches], exports: [RevocableCaches] })
export class CacheModule {}

import { Global, Module } from '@nestjs/common';
import { RevocableCaches } from './revocable-cache.js';
import { SharedAnswers } from './shared-answers.js';

@Global()
@Module({ providers: [RevocableCaches, SharedAnswers], exports: [RevocableCaches, SharedAnswers] })
export class CacheModule {}

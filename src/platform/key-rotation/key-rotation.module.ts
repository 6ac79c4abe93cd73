import { Module } from '@nestjs/common';
import { ColumnRewrap } from './column-rewrap.js';
import { KeyRotation } from './key-rotation.js';

@Module({ providers: [ColumnRewrap, KeyRotation] })
export class KeyRotationModule {}

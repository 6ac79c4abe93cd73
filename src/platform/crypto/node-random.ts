import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import type { Random } from '../../kernel/random.js';

@Injectable()
export class NodeRandom implements Random {
  id(): string {
    return v7();
  }

  token(bytes: number): string {
    return randomBytes(bytes).toString('base64url');
  }
}

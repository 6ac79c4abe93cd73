import { setTimeout as wait } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Pause } from '../../domain/connections/pause.js';

@Injectable()
export class TimerPause implements Pause {
  async for(milliseconds: number): Promise<void> {
    await wait(milliseconds);
  }
}

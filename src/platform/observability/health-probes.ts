import { Injectable } from '@nestjs/common';

export interface HealthProbe {
  readonly name: string;
  /** Without a critical component the node is not ready; others only show as degraded. */
  readonly critical: boolean;
  /** Resolves when the component answers, rejects when it does not. */
  readonly check: () => Promise<unknown>;
}

/** Components announce here how to tell that they live; `/health` asks them at most once a second. */
@Injectable()
export class HealthProbes {
  readonly all: HealthProbe[] = [];

  register(probe: HealthProbe): void {
    this.all.push(probe);
  }
}

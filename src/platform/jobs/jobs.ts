import { Injectable } from '@nestjs/common';
import type { Job } from './job.js';

/** Every job of the service. A `*.job.ts` provider registers its own when it is constructed. */
@Injectable()
export class Jobs {
  private readonly byName = new Map<string, Job>();

  register(job: Job): void {
    if (this.byName.has(job.name)) throw new Error(`two jobs are called ${job.name}`);
    this.byName.set(job.name, job);
  }

  find(name: string): Job | undefined {
    return this.byName.get(name);
  }

  get all(): readonly Job[] {
    return [...this.byName.values()];
  }
}

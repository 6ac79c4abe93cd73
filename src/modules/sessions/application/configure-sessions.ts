import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Id } from '../../../kernel/id.js';
import { SessionConfigurations, type OwnSessionLimits } from '../domain/session-configurations.js';
import type { SessionLimits } from '../domain/session-limits.js';

/** Sets how long the sessions of a directory live, within the server's limits. */
@Injectable()
export class ConfigureSessions {
  constructor(
    private readonly configurations: SessionConfigurations,
    private readonly clock: Clock,
  ) {}

  /** @returns the limits that hold from now on */
  async execute(directoryId: Id, own: OwnSessionLimits): Promise<SessionLimits> {
    await this.configurations.set(directoryId, own, this.clock.now());
    return this.configurations.limitsOf(directoryId);
  }
}

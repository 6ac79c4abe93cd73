import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { Clock } from '../../../kernel/clock.js';
import { optionalProvider } from '../../../platform/http/optional-provider.js';
import { SecondFactorStatus } from '../domain/second-factor-status.js';
import type { User } from '../domain/user.js';
import { UserView } from './user.view.js';

/** A user as the API shows them, with what other modules know of them. */
@Injectable()
export class UserViews {
  constructor(
    private readonly clock: Clock,
    private readonly modules: ModuleRef,
  ) {}

  async of(user: User): Promise<UserView> {
    const factors = optionalProvider(this.modules, SecondFactorStatus);
    return UserView.of(user, this.clock.now(), (await factors?.isEnabled(user.id)) ?? false);
  }
}

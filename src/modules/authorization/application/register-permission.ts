import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { Invalidation } from '../../../kernel/invalidation.js';
import { actorId, type Principal } from '../../../kernel/principal.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import {
  permissionNotRegistered,
  permissionReserved,
  permissionTaken,
} from '../domain/authorization.errors.js';
import { isOfPlatform } from '../domain/permission-pattern.js';
import { PERMISSIONS_TAG, RegisteredPermissions } from '../domain/registered-permissions.js';
import { AuthorizationEvents } from './authorization-events.js';

/** Adds to the catalogue what other services ask us about, and takes it out again. */
@Injectable()
export class RegisterPermission {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly permissions: RegisteredPermissions,
    private readonly invalidation: Invalidation,
    private readonly events: AuthorizationEvents,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `authz.permission-taken`, `authz.permission-reserved` */
  async execute(by: Principal, permission: { name: string; description: string }): Promise<void> {
    if (isOfPlatform(permission.name)) throw permissionReserved('name');
    await this.unitOfWork.run(async () => {
      const isNew = await this.permissions.register(permission, actorId(by), this.clock.now());
      if (!isNew) throw permissionTaken(permission.name);
      await this.invalidation.announce(PERMISSIONS_TAG);
      await this.events.publish('permission.registered', null, by, { ...permission });
    });
  }

  /** Roles that name it go on naming it; it means nothing any more. @throws DomainError `authz.permission-not-registered` */
  async remove(by: Principal, name: string): Promise<void> {
    await this.unitOfWork.run(async () => {
      if (!(await this.permissions.remove(name))) throw permissionNotRegistered();
      await this.invalidation.announce(PERMISSIONS_TAG);
      await this.events.publish('permission.removed', null, by, { name });
    });
  }
}

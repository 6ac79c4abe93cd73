import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { Invalidation } from '../../../kernel/invalidation.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { FindUser, SHARED_DIRECTORY_ID, WelcomeUser } from '../../identity/index.js';
import { notAnOperator, platformRoleUnknown } from '../domain/authorization.errors.js';
import { Operators, type Operator } from '../domain/operators.js';
import { platformRolesTag } from '../domain/subject.js';
import { isPlatformRole } from '../domain/system-roles.js';
import { AuthorizationEvents } from './authorization-events.js';

export interface Appointment {
  readonly email: string;
  readonly role: string;
  /** They had no password, and were mailed a link to set one. */
  readonly isInvited: boolean;
}

/** Says who operates the installation; from the console, since nobody does in the beginning. */
@Injectable()
export class AppointOperator {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly operators: Operators,
    private readonly welcomeUser: WelcomeUser,
    private readonly findUser: FindUser,
    private readonly invalidation: Invalidation,
    private readonly events: AuthorizationEvents,
    private readonly clock: Clock,
  ) {}

  list(): Promise<readonly Operator[]> {
    return this.operators.list();
  }

  /** @throws DomainError `authz.platform-role-unknown` */
  async execute(email: string, role: string): Promise<Appointment> {
    if (!isPlatformRole(role)) throw platformRoleUnknown(role);
    return this.unitOfWork.run(async () => {
      const { user, isInvited } = await this.welcomeUser.execute(SHARED_DIRECTORY_ID, email);
      await this.operators.appoint(user.id, role, this.clock.now());
      await this.invalidation.announce(platformRolesTag(user.id));
      await this.events.publish('operator.appointed', null, null, { operatorId: user.id, role });
      return { email: user.email, role, isInvited };
    });
  }

  /** @throws DomainError `authz.not-an-operator`, `identity.user-not-found` */
  async dismiss(email: string): Promise<void> {
    await this.unitOfWork.run(async () => {
      const { id } = await this.findUser.byEmail(SHARED_DIRECTORY_ID, email);
      if (!(await this.operators.dismiss(id))) throw notAnOperator();
      await this.invalidation.announce(platformRolesTag(id));
      await this.events.publish('operator.dismissed', null, null, { operatorId: id });
    });
  }
}

import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Id } from '../../../kernel/id.js';
import { Random } from '../../../kernel/random.js';
import { together } from '../../../kernel/together.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { SessionConfigurations } from '../domain/session-configurations.js';
import { confined, lifetimeOf, type TenantSessionLimits } from '../domain/session-limits.js';
import { Session, type Origin, type Proofs, type Transport } from '../domain/session.js';
import { RememberDevice } from './remember-device.js';
import { RevokeSessions } from './revoke-sessions.js';
import { StoreSession, type IssuedSession } from './store-session.js';

export interface IssueSessionCommand {
  readonly userId: Id;
  readonly directoryId: Id;
  readonly activeTenantId: Id | null;
  /** Of the active tenant, whose membership the caller holds: nobody else signs in to it as this person meanwhile. */
  readonly tenantLimits?: TenantSessionLimits;
  readonly proofs: Proofs;
  readonly origin: Origin;
  readonly rememberMe: boolean;
  readonly transport: Transport;
  /** The secret that an earlier sign-in left on this device, if it sent one. */
  readonly deviceSecret?: string;
}

/** Begins a session for somebody whose proofs were accepted. Only the sign-in module may call this. */
@Injectable()
export class IssueSession {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly configurations: SessionConfigurations,
    private readonly store: StoreSession,
    private readonly rememberDevice: RememberDevice,
    private readonly revokeSessions: RevokeSessions,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  /** `deviceSecret` is what to leave on the device; null for clients that keep no cookie. */
  async execute(command: IssueSessionCommand): Promise<IssuedSession & { deviceSecret: string | null }> {
    return this.unitOfWork.run(async () => {
      const limits = await this.configurations.limitsOf(command.directoryId);
      const { rememberMe, tenantLimits } = command;
      const usual = lifetimeOf(limits, rememberMe);
      const lifetime = tenantLimits ? confined(usual, tenantLimits) : usual;
      const session = Session.begin({ ...command, id: this.random.id(), lifetime, now: this.clock.now() });
      const [issued, deviceSecret] = await together(
        this.store.begin(session, command.origin),
        this.rememberDevice.execute(session, command.deviceSecret),
      );
      await this.makeRoom(session, tenantLimits?.sessionsPerUser);
      return { ...issued, deviceSecret };
    });
  }

  private async makeRoom({ id, userId, activeTenantId }: Session, most: number | null = null): Promise<void> {
    if (activeTenantId !== null && most !== null)
      await this.revokeSessions.beyond({ userId, tenantId: activeTenantId, most, keep: id });
  }
}

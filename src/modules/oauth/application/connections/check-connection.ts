import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../kernel/clock.js';
import type { Id } from '../../../../kernel/id.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import { isFresh, type StoredConnection } from '../../domain/connections/connection.js';
import {
  ProviderCatalogue,
  ProviderClient,
  type ConfiguredProvider,
} from '../../domain/connections/provider-client.js';
import { TokenVault } from '../../domain/connections/token-vault.js';
import { NoteCheck } from './note-check.js';
import { RefreshConnection } from './refresh-connection.js';

/** Asks the provider who we are: whether a connection works is known only then. */
@Injectable()
export class CheckConnection {
  private readonly running = new Map<Id, Promise<StoredConnection>>();

  constructor(
    private readonly catalogue: ProviderCatalogue,
    private readonly client: ProviderClient,
    private readonly refresh: RefreshConnection,
    private readonly vault: TokenVault,
    private readonly outcome: NoteCheck,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Those that are broken are not asked about again: only their owner can mend them. @returns as it is after it */
  async execute(connection: StoredConnection): Promise<StoredConnection> {
    const { id } = connection;
    const running = this.running.get(id);
    if (running) return running;
    const checked = this.check(connection).finally(() => this.running.delete(id));
    this.running.set(id, checked);
    return checked;
  }

  private async check(connection: StoredConnection): Promise<StoredConnection> {
    const configured = this.catalogue.configured(connection.provider);
    if (!configured || connection.state === 'needs_reauth' || connection.state === 'revoked')
      return connection;
    const fresh = isFresh(connection, this.clock.now());
    const first = fresh ? connection : await this.renewed(connection);
    // What made the refresh fail says more than an access token that is no longer good.
    if (!isFresh(first, this.clock.now())) return first;
    const reply = await this.ask(configured, first);
    if (reply?.failure?.fault !== 'access_revoked' || !fresh || !first.refreshable)
      return this.outcome.execute(first, reply);
    // The access token may have been ended early: a new one tells whether the consent was.
    const second = await this.renewed(first);
    if (second.state !== 'active' || second.reason) return second;
    return this.outcome.execute(second, await this.ask(configured, second));
  }

  private renewed({ tenantId, id, version }: StoredConnection): Promise<StoredConnection> {
    return this.refresh.execute(tenantId, id, version);
  }

  /** @returns null when the tokens do not open */
  private async ask(configured: ConfiguredProvider, connection: StoredConnection) {
    const { tenantId } = connection;
    const tokens = await this.unitOfWork.run(() => this.vault.open(connection), { tenantId });
    return tokens && this.client.whoAmI(configured, tokens.accessToken, null);
  }
}

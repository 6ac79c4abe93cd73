import type { Id } from '../../src/kernel/id.js';
import type { ExternalIdentity } from '../../src/modules/oauth/domain/sign-in/external-identity.js';
import type { LinkedIdentities } from '../../src/modules/oauth/domain/sign-in/linked-identities.js';
import type { LinkedIdentity } from '../../src/modules/oauth/domain/sign-in/linked-identity.js';

/** Statements of the real one are steps without a pause here. */
export class FakeLinkedIdentities implements LinkedIdentities {
  readonly withPassword = new Set<Id>();
  private rows: readonly LinkedIdentity[] = [];

  async find(
    directoryIds: readonly Id[],
    { issuer, subject }: Pick<ExternalIdentity, 'issuer' | 'subject'>,
  ): Promise<LinkedIdentity | null> {
    const rows = directoryIds.map((directoryId) => this.row({ directoryId, issuer, subject }));
    return rows.find((row) => row !== undefined) ?? null;
  }

  async link(identity: LinkedIdentity): Promise<{ userId: Id; isNew: boolean }> {
    const linked = this.row(identity);
    if (!linked) this.rows = [...this.rows, identity];
    return { userId: linked?.userId ?? identity.userId, isNew: !linked };
  }

  async use(id: Id, email: string | null): Promise<boolean> {
    const isKnown = this.rows.some((row) => row.id === id);
    this.rows = this.rows.map((row) => (row.id === id ? { ...row, email: email ?? row.email } : row));
    return isKnown;
  }

  async lockOwner(userId: Id): Promise<{ hasPassword: boolean }> {
    return { hasPassword: this.withPassword.has(userId) };
  }

  async ofUser(userId: Id): Promise<LinkedIdentity[]> {
    return this.rows.filter((row) => row.userId === userId).sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  async unlink(userId: Id, id: Id): Promise<boolean> {
    const kept = this.rows.filter((row) => row.id !== id || row.userId !== userId);
    const isGone = kept.length < this.rows.length;
    this.rows = kept;
    return isGone;
  }

  private row({ directoryId, issuer, subject }: Pick<LinkedIdentity, 'directoryId' | 'issuer' | 'subject'>) {
    return this.rows.find(
      (row) => row.directoryId === directoryId && row.issuer === issuer && row.subject === subject,
    );
  }
}

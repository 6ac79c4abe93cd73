import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../kernel/unit-of-work.js';
import { InvalidationBus } from '../bus/invalidation-bus.js';
import { Database } from '../database/database.js';
import { decrypt, encrypt } from './aes-gcm.js';
import { DataKeys, type WrappedKey } from './data-keys.js';
import { dataKeyTag, KeptKeys, type DataKey } from './kept-keys.js';
import { Unsealable } from './unsealable.js';
import type { Vault, VaultScope } from './vault.js';

const VERSION = 1;
const ID_BYTES = 16;
const HEADER_BYTES = 1 + ID_BYTES;

/** Sealed is: version byte, id of the data key, nonce, tag, ciphertext. */
@Injectable()
export class DataKeyVault implements Vault {
  private readonly kept: KeptKeys;

  constructor(
    private readonly keys: DataKeys,
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    bus: InvalidationBus,
  ) {
    this.kept = new KeptKeys(bus);
  }

  async seal(scope: VaultScope, plaintext: string, context: string): Promise<Buffer> {
    this.refuseOtherTenant(scope);
    const { id, key } = this.find(scope) ?? (await this.read(scope, () => this.keys.findOrMake(scope)))!;
    const header = headerOf(id);
    return Buffer.concat([header, encrypt(key, plaintext, aad(header, context))]);
  }

  async open(scope: VaultScope, sealed: Buffer, context: string): Promise<string> {
    this.refuseOtherTenant(scope);
    const header = sealed.subarray(0, HEADER_BYTES);
    if (header[0] !== VERSION) throw new Unsealable('tampered', 'this was not sealed by the vault');
    const named = (found?: DataKey | null) => (found && headerOf(found.id).equals(header) ? found : null);
    // Another than the one in memory: made by another node, after that one was destroyed.
    const key = named(this.find(scope)) ?? named(await this.read(scope, () => this.keys.find(scope)));
    if (!key) throw new Unsealable('unknown-key', 'the data key that this was sealed with is not there');
    return decrypt(key.key, sealed.subarray(HEADER_BYTES), aad(header, context));
  }

  async shred(scope: VaultScope): Promise<void> {
    this.refuseOtherTenant(scope);
    const tag = dataKeyTag(scope.tenantId, scope.userId);
    const end = () => {
      this.kept.end(tag);
    };
    await this.unitOfWork.run(() => this.keys.delete(scope), { tenantId: scope.tenantId });
    // The table tells every node; this one need not wait for it. Twice: the old key may be read again until the commit.
    end();
    this.unitOfWork.afterCommit(end);
  }

  private find({ tenantId, userId }: VaultScope): DataKey | undefined {
    return this.kept.find(dataKeyTag(tenantId, userId));
  }

  /** What a transaction has read may be what it made itself: it is kept only when that was committed. */
  private async read(scope: VaultScope, how: () => Promise<WrappedKey | null>): Promise<DataKey | null> {
    const readAt = performance.now();
    const wrapped = await this.unitOfWork.run(how, { tenantId: scope.tenantId });
    // Outside of that run: one that does not open must not undo what the caller did before.
    const key = wrapped && this.keys.unwrap(scope, wrapped);
    this.unitOfWork.afterCommit(() => {
      if (key) this.kept.keep(dataKeyTag(scope.tenantId, scope.userId), key, readAt);
    });
    return key;
  }

  /** A mistake of ours, and one that would only show while the key is not in memory. */
  private refuseOtherTenant({ tenantId }: VaultScope): void {
    const inside = this.database.tenantId;
    if (inside && inside !== tenantId)
      throw new Error('a secret of another tenant than the unit of work is in');
  }
}

function headerOf(id: string): Buffer {
  return Buffer.concat([Buffer.of(VERSION), Buffer.from(id.replaceAll('-', ''), 'hex')]);
}

/** The header has a fixed length, so no other pair of header and context gives the same. */
const aad = (header: Buffer, context: string) => Buffer.concat([header, Buffer.from(context)]);

import { beforeAll, describe, expect, it, vi } from 'vitest';
import { UnitOfWork } from '../../../src/kernel/unit-of-work.js';
import { InvalidationBus } from '../../../src/platform/bus/invalidation-bus.js';
import { Unsealable } from '../../../src/platform/crypto/unsealable.js';
import { Vault, type VaultScope } from '../../../src/platform/crypto/vault.js';
import { Database } from '../../../src/platform/database/database.js';
import { createDatabase, type TestDatabase } from '../../support/database.js';
import { Gate } from '../../support/gate.js';
import { startPlatform } from '../../support/platform.js';
import { addUser } from '../../support/users.js';
import { addTenant } from '../migrating/inspect.js';

const WAIT = { timeout: 20_000, interval: 10 };
const HERE = 'notes.text:1';

let outside: TestDatabase;
let nodes: Awaited<ReturnType<typeof startNode>>[];

async function startNode() {
  const node = await startPlatform(outside);
  const bus = node.get(InvalidationBus);
  await vi.waitFor(() => expect(bus.healthy).toBe(true), WAIT);
  const unitOfWork = node.get(UnitOfWork);
  const vault = node.get(Vault);
  const inTenant = <T>({ tenantId }: VaultScope, work: () => Promise<T>) =>
    unitOfWork.run(work, { tenantId });
  return {
    database: node.get(Database),
    unitOfWork,
    vault,
    seal: (scope: VaultScope, text: string) => inTenant(scope, () => vault.seal(scope, text, HERE)),
    open: (scope: VaultScope, sealed: Buffer, context = HERE) =>
      inTenant(scope, () => vault.open(scope, sealed, context)),
    shred: (scope: VaultScope) => inTenant(scope, () => vault.shred(scope)),
  };
}

beforeAll(async () => {
  outside = await createDatabase();
  nodes = [await startNode(), await startNode()];
});

async function newTenant(): Promise<{ tenantId: string; userId: string }> {
  const { tenantId, ownerId } = await addTenant(outside);
  return { tenantId, userId: ownerId };
}

const keysOf = (tenantId: string) =>
  outside.query<{ id: string; user_id: string | null }>(
    `SELECT id, user_id FROM data_keys WHERE tenant_id = $1`,
    [tenantId],
  );
const reasonOf = async (opening: Promise<string>) =>
  opening.then(
    () => 'it opened',
    (error: unknown) => (error instanceof Unsealable ? error.reason : error),
  );

describe('Vault', () => {
  it('opens on any node what any node has sealed, without keeping the text or the key', async () => {
    const { tenantId, userId } = await newTenant();
    for (const scope of [{ tenantId }, { tenantId, userId }]) {
      const sealed = await nodes[0]!.seal(scope, 'a secret: grüße');
      expect(await nodes[1]!.open(scope, sealed)).toBe('a secret: grüße');
      expect(sealed.includes('secret')).toBe(false);
    }
    expect((await keysOf(tenantId)).map((row) => row.user_id)).toEqual(
      expect.arrayContaining([null, userId]),
    );
  });

  it('sends no statement when the key was used a moment ago', async () => {
    const [node] = nodes;
    const scope = await newTenant();
    await node!.seal(scope, 'a');
    const sent = vi.spyOn(node!.database, 'query');
    await node!.unitOfWork.run(
      async () => {
        const sealed = await node!.vault.seal(scope, 'b', HERE);
        expect(await node!.vault.open(scope, sealed, HERE)).toBe('b');
      },
      { tenantId: scope.tenantId },
    );
    expect(sent).not.toHaveBeenCalled();
    sent.mockRestore();
  });

  it('works in a transaction of its own where there is none', async () => {
    const { vault } = nodes[0]!;
    const { tenantId } = await newTenant();
    expect(await vault.open({ tenantId }, await vault.seal({ tenantId }, 'a', HERE), HERE)).toBe('a');
  });

  it('opens nothing in another place, tenant or person', async () => {
    const [node] = nodes;
    const scope = await newTenant();
    const { tenantId } = scope;
    const foreign = await newTenant();
    const sealed = await node!.seal(scope, 'a');
    for (const other of [{ tenantId }, foreign]) await node!.seal(other, 'b');
    expect(await reasonOf(node!.open(scope, sealed, 'notes.text:2'))).toBe('tampered');
    expect(await reasonOf(node!.open({ tenantId }, sealed))).toBe('unknown-key');
    expect(await reasonOf(node!.open(foreign, sealed))).toBe('unknown-key');
    expect(await reasonOf(node!.open({ tenantId, userId: foreign.userId }, sealed))).toBe('unknown-key');
    await expect(
      node!.unitOfWork.run(() => node!.vault.open(scope, sealed, HERE), { tenantId: foreign.tenantId }),
    ).rejects.toThrow('another tenant');
  });

  it('opens nothing that was changed or cut off, and the transaction goes on', async () => {
    const [node] = nodes;
    const scope = await newTenant();
    const sealed = await node!.seal(scope, 'a');
    await node!.unitOfWork.run(
      async () => {
        for (let at = 0; at < sealed.length; at += 1) {
          const changed = Buffer.from(sealed);
          changed[at]! ^= 1;
          for (const broken of [changed, sealed.subarray(0, at)])
            expect(await reasonOf(node!.vault.open(scope, broken, HERE))).toMatch(/^(tampered|unknown-key)$/);
        }
        expect(await node!.vault.open(scope, sealed, HERE)).toBe('a');
      },
      { tenantId: scope.tenantId },
    );
  });

  it('does not open with a key that was moved to another tenant or person', async () => {
    const scope = await newTenant();
    const foreign = await newTenant();
    const sealed = await nodes[0]!.seal(scope, 'a');
    const move = (id: string) =>
      outside.query(`UPDATE data_keys SET tenant_id = $2, user_id = $3 WHERE id = $1`, [
        id,
        foreign.tenantId,
        foreign.userId,
      ]);
    await move((await keysOf(scope.tenantId))[0]!.id);
    expect(await reasonOf(nodes[1]!.open(foreign, sealed))).toBe('tampered');
  });
});

describe('a data key', () => {
  it('is made once, by whoever of many is first', async () => {
    const scope = await newTenant();
    const sealed = await Promise.all(
      Array.from({ length: 20 }, (_, index) => nodes[index % 2]!.seal(scope, String(index))),
    );
    expect(await keysOf(scope.tenantId)).toHaveLength(1);
    const opened = await Promise.all(sealed.map((one, index) => nodes[(index + 1) % 2]!.open(scope, one)));
    expect(opened).toEqual(sealed.map((_, index) => String(index)));
  });

  it('that was rolled back is never used again', async () => {
    const [node, other] = nodes;
    const scope = await newTenant();
    const failing = node!.unitOfWork.run(
      async () => {
        await node!.vault.seal(scope, 'a', HERE);
        await node!.vault.seal(scope, 'b', HERE);
        throw new Error('no');
      },
      { tenantId: scope.tenantId },
    );
    await expect(failing).rejects.toThrow('no');
    expect(await keysOf(scope.tenantId)).toEqual([]);
    const sealed = await node!.seal(scope, 'c');
    expect(await other!.open(scope, sealed)).toBe('c');
  });

  it('that was not committed yet is used by nobody else', async () => {
    const [node, other] = nodes;
    const scope = await newTenant();
    const [made, end] = [new Gate(), new Gate()];
    const failing = node!.unitOfWork.run(
      async () => {
        await node!.vault.seal(scope, 'a', HERE);
        made.open();
        await end.opened;
        throw new Error('no');
      },
      { tenantId: scope.tenantId },
    );
    await made.opened;
    const waiting = [node!.seal(scope, 'b'), other!.seal(scope, 'c')];
    end.open();
    await expect(failing).rejects.toThrow('no');
    const [b, c] = await Promise.all(waiting);
    expect(await Promise.all([other!.open(scope, b!), node!.open(scope, c!)])).toEqual(['b', 'c']);
  });
});

describe('what is shredded', () => {
  async function sealedAndKnown(scope: VaultScope) {
    const sealed = await nodes[0]!.seal(scope, 'a');
    for (const node of nodes) expect(await node.open(scope, sealed)).toBe('a');
    return sealed;
  }
  const opensNowhere = (scope: VaultScope, sealed: Buffer) =>
    vi.waitFor(async () => {
      for (const { vault } of nodes)
        expect(await reasonOf(vault.open(scope, sealed, HERE))).toBe('unknown-key');
    }, WAIT);

  it('opens no more: here at once, elsewhere as soon as it was announced', async () => {
    const scope = await newTenant();
    const { tenantId } = scope;
    const [sealed, ofTenant] = [await sealedAndKnown(scope), await sealedAndKnown({ tenantId })];
    await nodes[0]!.shred(scope);
    expect(await reasonOf(nodes[0]!.open(scope, sealed))).toBe('unknown-key');
    await opensNowhere(scope, sealed);
    expect(await nodes[1]!.open({ tenantId }, ofTenant)).toBe('a');
  });

  it('makes room for a new key, which every node knows at once', async () => {
    const scope = await newTenant();
    await sealedAndKnown(scope);
    await nodes[0]!.shred(scope);
    const sealed = await nodes[0]!.seal(scope, 'new');
    expect(await nodes[1]!.open(scope, sealed)).toBe('new');
  });

  it('stays when the transaction is rolled back', async () => {
    const scope = await newTenant();
    const sealed = await sealedAndKnown(scope);
    const failing = nodes[0]!.unitOfWork.run(
      async () => {
        await nodes[0]!.vault.shred(scope);
        throw new Error('no');
      },
      { tenantId: scope.tenantId },
    );
    await expect(failing).rejects.toThrow('no');
    for (const node of nodes) expect(await node.open(scope, sealed)).toBe('a');
  });

  it('is, with a person, what belonged to them, and with a tenant all', async () => {
    const { tenantId } = await newTenant();
    const scope = { tenantId, userId: await addUser(outside) };
    const [ofPerson, ofTenant] = [await sealedAndKnown(scope), await sealedAndKnown({ tenantId })];
    await outside.query(`DELETE FROM users WHERE id = $1`, [scope.userId]);
    await opensNowhere(scope, ofPerson);
    expect(await nodes[0]!.open({ tenantId }, ofTenant)).toBe('a');
    await outside.query(`DELETE FROM tenants WHERE id = $1`, [tenantId]);
    await opensNowhere({ tenantId }, ofTenant);
  });
});

import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { together } from '../../../src/kernel/together.js';
import { UnitOfWork } from '../../../src/kernel/unit-of-work.js';
import { Database } from '../../../src/platform/database/database.js';
import { DeferredCommit } from '../../../src/platform/database/deferred-commit.js';
import { createDatabase, type TestDatabase } from '../../support/database.js';
import { Gate } from '../../support/gate.js';
import { startPlatform } from '../../support/platform.js';

const TENANT = '00000000-0000-7000-8000-00000000000a';
const OTHER_TENANT = '00000000-0000-7000-8000-00000000000b';
const USER = '00000000-0000-7000-8000-00000000000c';

let outside: TestDatabase;
let database: Database;
let unitOfWork: UnitOfWork;
let deferredCommit: DeferredCommit;

beforeAll(async () => {
  outside = await createDatabase();
  await outside.query('CREATE TABLE notes (text text PRIMARY KEY)');
  await outside.query('GRANT SELECT, INSERT, UPDATE, DELETE ON notes TO sallyport_app');
  const node = await startPlatform(outside);
  database = node.get(Database);
  unitOfWork = node.get(UnitOfWork);
  deferredCommit = node.get(DeferredCommit);
});
beforeEach(() => outside.query('DELETE FROM notes'));

const write = (text: string) => database.execute('INSERT INTO notes VALUES ($1)', [text]);
const texts = (rows: readonly { text: string }[]) => rows.map(({ text }) => text);
const committed = async () =>
  texts(await outside.query<{ text: string }>('SELECT text FROM notes ORDER BY 1'));
const seen = async () => texts(await database.query<{ text: string }>('SELECT text FROM notes ORDER BY 1'));
const fail = () => Promise.reject(new Error('no'));

/** What row-level security sees. */
async function scope() {
  const rows = await database.query<{ tenant: string | null; user: string | null }>(
    `SELECT nullif(current_setting('app.tenant_id', true), '') AS tenant,
            nullif(current_setting('app.user_id', true), '') AS "user"`,
  );
  return [rows[0]?.tenant, rows[0]?.user];
}

describe('Database', () => {
  it('answers plain rows whatever the statement', async () => {
    expect(await database.query(`INSERT INTO notes VALUES ('a') RETURNING text`)).toEqual([{ text: 'a' }]);
    expect(await database.query(`UPDATE notes SET text = 'b' RETURNING text`)).toEqual([{ text: 'b' }]);
    expect(await database.execute(`DELETE FROM notes`)).toBe(1);
    expect(await database.query(`DELETE FROM notes RETURNING text`)).toEqual([]);
  });

  it('carries out what is sent side by side in the order it was sent in', async () => {
    await unitOfWork.run(async () => {
      const [, rows] = await together(write('a'), seen(), write('b'));
      expect(rows).toEqual(['a']);
    });
    expect(await committed()).toEqual(['a', 'b']);
  });

  it('keeps nothing of what was sent side by side when one of it is refused', async () => {
    await write('a');
    const work = unitOfWork.run(() => together(write('b'), write('a'), write('c')));
    await expect(work).rejects.toMatchObject({ code: '23505' });
    expect(await committed()).toEqual(['a']);
  });

  it('gets over a migration that changes what a prepared statement answers', async () => {
    await outside.query(`CREATE TABLE numbers AS SELECT 1 AS n`);
    await outside.query(`GRANT SELECT ON numbers TO sallyport_app`);
    const read = () => database.query(`SELECT n FROM numbers WHERE $1::boolean`, [true]);
    expect(await read()).toEqual([{ n: 1 }]);
    await outside.query(`ALTER TABLE numbers ALTER n TYPE text`);
    await expect(read()).rejects.toThrow('cached plan');
    expect(await read()).toEqual([{ n: '1' }]);
  });

  it('keeps the connection after a refused statement', async () => {
    await write('a');
    await expect(write('a')).rejects.toMatchObject({ code: '23505', constraint: 'notes_pkey' });
    expect(await seen()).toEqual(['a']);
  });
});

describe('UnitOfWork.run', () => {
  it('commits what the work wrote, through SQL and through the entity manager alike', async () => {
    await unitOfWork.run(async () => {
      await write('sql');
      await database.manager.query(`INSERT INTO notes VALUES ('manager')`);
      expect(await seen()).toEqual(['manager', 'sql']);
      expect(await committed()).toEqual([]);
    });
    expect(await committed()).toEqual(['manager', 'sql']);
  });

  it('rolls back when the work throws, and throws the same', async () => {
    await expect(
      unitOfWork.run(async () => {
        await write('a');
        await fail();
      }),
    ).rejects.toThrow('no');
    expect(await committed()).toEqual([]);
  });

  it('joins: the inner work commits with the outer one', async () => {
    await expect(
      unitOfWork.run(async () => {
        await unitOfWork.run(() => write('inner'));
        await fail();
      }),
    ).rejects.toThrow('no');
    expect(await committed()).toEqual([]);
  });

  it('never keeps half of an inner work, even when its error was caught', async () => {
    const work = unitOfWork.run(async () => {
      await write('outer');
      await unitOfWork
        .run(async () => {
          await write('half');
          await fail();
        })
        .catch(() => undefined);
    });
    await expect(work).rejects.toThrow('a nested unit of work failed');
    expect(await committed()).toEqual([]);
  });

  it('does not claim to have saved what PostgreSQL rolled back because of a swallowed error', async () => {
    const work = unitOfWork.run(async () => {
      await write('a');
      await write('a').catch(() => undefined);
    });
    await expect(work).rejects.toThrow('already aborted');
    expect(await committed()).toEqual([]);
  });

  it('keeps parallel works apart', async () => {
    const names = Array.from({ length: 30 }, (_, n) => String(n));
    const outcomes = await Promise.allSettled(
      names.map((name, n) =>
        unitOfWork.run(async () => {
          await write(name);
          if (n % 3 === 0) await fail();
        }),
      ),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(20);
    expect(await committed()).toHaveLength(20);
  });

  it('leaves alone what was started inside but not awaited', async () => {
    let stray: Promise<unknown> = Promise.resolve();
    const gate = new Gate();
    await unitOfWork.run(async () => {
      stray = gate.opened.then(() => unitOfWork.run(() => write('stray')));
    });
    gate.open();
    await stray;
    expect(await committed()).toEqual(['stray']);
  });
});

describe('UnitOfWork.afterCommit', () => {
  it('runs after the outermost commit, in order', async () => {
    const order: string[] = [];
    await unitOfWork.run(async () => {
      await unitOfWork.run(async () => unitOfWork.afterCommit(() => order.push('first')));
      unitOfWork.afterCommit(() => order.push('second'));
      order.push('work');
    });
    expect(order).toEqual(['work', 'first', 'second']);
  });

  it('does not run after a rollback', async () => {
    const effect = vi.fn();
    await expect(
      unitOfWork.run(async () => {
        unitOfWork.afterCommit(effect);
        await fail();
      }),
    ).rejects.toThrow();
    expect(effect).not.toHaveBeenCalled();
  });

  it('runs at once outside a transaction', () => {
    const effect = vi.fn();
    unitOfWork.afterCommit(effect);
    expect(effect).toHaveBeenCalledOnce();
  });

  it('cannot undo the commit by failing', async () => {
    const second = vi.fn();
    await unitOfWork.run(async () => {
      await write('a');
      unitOfWork.afterCommit(() => {
        throw new Error('effect');
      });
      unitOfWork.afterCommit(second);
    });
    expect(await committed()).toEqual(['a']);
    expect(second).toHaveBeenCalledOnce();
  });
});

describe('the scope of a run', () => {
  it('is what row-level security sees, for this run only', async () => {
    await unitOfWork.run(
      async () => {
        expect(await scope()).toEqual([TENANT, USER]);
      },
      { tenantId: TENANT, userId: USER },
    );
    await Promise.all(Array.from({ length: 20 }, async () => expect(await scope()).toEqual([null, null])));
  });

  it('is inherited, may be changed by an inner run, and comes back', async () => {
    await unitOfWork.run(
      async () => {
        await unitOfWork.run(async () => expect(await scope()).toEqual([TENANT, null]));
        await unitOfWork.run(async () => expect(await scope()).toEqual([TENANT, USER]), { userId: USER });
        await unitOfWork.run(async () => expect(await scope()).toEqual([OTHER_TENANT, null]), {
          tenantId: OTHER_TENANT,
        });
        expect(await scope()).toEqual([TENANT, null]);
      },
      { tenantId: TENANT },
    );
  });
});

describe('DeferredCommit', () => {
  it('commits the work together with what is written before the commit', async () => {
    const order: string[] = [];
    const result = await deferredCommit.run(
      async () => {
        await unitOfWork.run(async () => {
          await write('effect');
          unitOfWork.afterCommit(() => order.push('after'));
        });
        expect(await committed()).toEqual([]);
        return 'answer';
      },
      async (answer) => {
        await write(answer);
        order.push('before');
      },
    );
    expect(result).toBe('answer');
    expect(order).toEqual(['before', 'after']);
    expect(await committed()).toEqual(['answer', 'effect']);
  });

  it('lets the work read what its finished runs wrote', async () => {
    await deferredCommit.run(
      async () => {
        await unitOfWork.run(() => write('a'));
        expect(await seen()).toEqual(['a']);
        await unitOfWork.run(async () => expect(await seen()).toEqual(['a']));
      },
      async () => undefined,
    );
  });

  it('holds no connection until the first run', async () => {
    const backends = async () => {
      const rows = await outside.query(
        `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'`,
      );
      return rows.length;
    };
    await deferredCommit.run(
      async () => {
        expect(await backends()).toBe(0);
        await unitOfWork.run(() => write('a'));
        expect(await backends()).toBe(1);
      },
      async () => undefined,
    );
    expect(await backends()).toBe(0);
  });

  it('rolls everything back when the last step fails', async () => {
    const effect = vi.fn();
    const work = async () => {
      await unitOfWork.run(() => write('effect'));
      unitOfWork.afterCommit(effect);
    };
    await expect(deferredCommit.run(work, fail)).rejects.toThrow('no');
    expect(await committed()).toEqual([]);
    expect(effect).not.toHaveBeenCalled();
  });

  it('undoes a run that throws, and only that one, with its effects', async () => {
    const [kept, dropped] = [vi.fn(), vi.fn()];
    const failing = async () => {
      await write('failed');
      unitOfWork.afterCommit(dropped);
      await fail();
    };
    await deferredCommit.run(
      async () => {
        await unitOfWork.run(failing).catch(() => undefined);
        await unitOfWork.run(async () => {
          await write('first');
          unitOfWork.afterCommit(kept);
        });
        await unitOfWork.run(failing).catch(() => undefined);
        await unitOfWork.run(() => write('first')).catch(() => undefined);
        await unitOfWork.run(() => write('second'));
      },
      async () => undefined,
    );
    expect(await committed()).toEqual(['first', 'second']);
    expect(kept).toHaveBeenCalledOnce();
    expect(dropped).not.toHaveBeenCalled();
  });

  it('keeps what finished runs wrote when the work throws later: an attempt counted stays counted', async () => {
    const beforeCommit = vi.fn(async () => undefined);
    const work = async () => {
      await unitOfWork.run(() => write('attempt'));
      await fail();
    };
    await expect(deferredCommit.run(work, beforeCommit)).rejects.toThrow('no');
    expect(await committed()).toEqual(['attempt']);
    expect(beforeCommit).not.toHaveBeenCalled();
  });

  it('has a transaction for the last step even when the work had none', async () => {
    await deferredCommit.run(
      async () => 'answer',
      async (answer) => {
        await write(answer);
      },
    );
    expect(await committed()).toEqual(['answer']);
  });

  it('gives every run its own scope', async () => {
    await deferredCommit.run(
      async () => {
        await unitOfWork.run(async () => expect(await scope()).toEqual([TENANT, null]), { tenantId: TENANT });
        expect(await scope()).toEqual([null, null]);
        await unitOfWork.run(fail, { tenantId: TENANT }).catch(() => undefined);
        await unitOfWork.run(async () => expect(await scope()).toEqual([null, null]));
      },
      async () => expect(await scope()).toEqual([null, null]),
    );
  });

  it('lets runs that were started side by side take turns', async () => {
    await deferredCommit.run(
      async () => {
        const runs = ['a', 'b', 'c', 'd'].map((text, n) =>
          unitOfWork.run(async () => {
            await write(text);
            if (n === 1) await fail();
          }),
        );
        const outcomes = await Promise.allSettled(runs);
        expect(outcomes.map(({ status }) => status === 'fulfilled')).toEqual([true, false, true, true]);
      },
      async () => undefined,
    );
    expect(await committed()).toEqual(['a', 'c', 'd']);
  });

  it('refuses to be nested', async () => {
    const nested = () =>
      deferredCommit.run(
        async () => undefined,
        async () => undefined,
      );
    await expect(unitOfWork.run(nested)).rejects.toThrow('outermost');
    await expect(deferredCommit.run(nested, async () => undefined)).rejects.toThrow('outermost');
  });
});

import { randomUUID } from 'node:crypto';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { IsOptional, IsString } from 'class-validator';
import { beforeAll, describe, expect, it } from 'vitest';
import { DomainError } from '../../../src/kernel/domain-error.js';
import { UnitOfWork } from '../../../src/kernel/unit-of-work.js';
import { Database } from '../../../src/platform/database/database.js';
import { DatabaseModule } from '../../../src/platform/database/database.module.js';
import { Public, RequireAuth } from '../../../src/platform/http/access.js';
import { IdempotencyKeys } from '../../../src/platform/http/idempotency/idempotency-keys.js';
import { Idempotent } from '../../../src/platform/http/idempotency/idempotent.decorator.js';
import { Client } from '../../support/client.js';
import { createDatabase, type TestDatabase } from '../../support/database.js';
import { testEnvironment } from '../../support/environment.js';
import { startScratch, type Scratch } from './scratch-app.js';

class NoteDto {
  @IsString()
  text: string;

  @IsOptional()
  @IsString()
  fail?: string;
}

@Controller('notes')
class NotesController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly database: Database,
  ) {}

  @Post()
  @Public()
  @Idempotent()
  async create(@Body() note: NoteDto) {
    const id = randomUUID();
    const { pid } = await this.unitOfWork.run(async () => {
      await this.database.execute('insert into notes (id, body) values ($1, $2)', [id, note.text]);
      const [row] = await this.database.query<{ pid: number }>('select pg_backend_pid() as pid');
      return row!;
    });
    if (note.fail)
      throw new DomainError({ kind: 'conflict', code: 'scratch.failed', publicMessage: 'Failed.' });
    return { id, pid, text: note.text };
  }

  @Post('mine')
  @RequireAuth()
  @Idempotent()
  async mine(@Body() note: NoteDto) {
    return { id: randomUUID(), text: note.text };
  }

  @Post('silent')
  @HttpCode(204)
  @Public()
  @Idempotent()
  async silent(): Promise<void> {
    await this.unitOfWork.run(() =>
      this.database.execute('insert into notes (id, body) values ($1, $2)', [randomUUID(), 'silent']),
    );
  }
}

let database: TestDatabase;
let nodes: Scratch[];

beforeAll(async () => {
  database = await createDatabase();
  await database.query('create table notes (id uuid primary key, body text not null)');
  await database.query('grant all on notes to public');
  const start = () =>
    startScratch({
      controllers: [NotesController],
      database: [DatabaseModule],
      environment: { ...testEnvironment(database), LOG_LEVEL: 'info', DATABASE_POOL_SIZE: '5' },
    });
  nodes = await Promise.all([start(), start()]);
});

const post = (key: string | undefined, body: unknown, { node = 0, path = '', as = '' } = {}) =>
  new Client(nodes[node]!.url).post(`/api/v1/notes${path}`, body, {
    headers: {
      ...(key === undefined ? {} : { 'idempotency-key': key }),
      ...(as ? { authorization: `Bearer ${as}` } : {}),
    },
  });
const count = async (text: string) =>
  (await database.query('select 1 from notes where body = $1', [text])).length;

describe('an Idempotency-Key', () => {
  it('makes one effect and repeats its status and body, on every node', async () => {
    const first = await post('one', { text: 'one' });
    expect(first.status).toBe(201);
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    for (const node of [0, 1]) {
      const again = await post('one', { text: 'one' }, { node });
      expect(again).toMatchObject({ status: 201, body: first.body });
      expect(again.headers.get('idempotency-replayed')).toBe('true');
      expect(again.headers.get('content-type')).toBe('application/json; charset=utf-8');
    }
    expect(await count('one')).toBe(1);
  });

  it('is no use for another body, path or tenant', async () => {
    await post('mismatch', { text: 'a' });
    for (const send of [post('mismatch', { text: 'b' }), post('mismatch', undefined, { path: '/silent' })])
      expect(await send).toMatchObject({ status: 409, body: { code: 'request.idempotency-mismatch' } });
  });

  it('belongs to one user', async () => {
    const ids = await Promise.all(
      ['u1', 'u2', 'u1'].map(async (as) => (await post('own', { text: 'x' }, { path: '/mine', as })).body.id),
    );
    expect(ids[0]).toBe(ids[2]);
    expect(ids[1]).not.toBe(ids[0]);
  });

  it('used by many at once, on two nodes: one effect, the same answer for all', async () => {
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, index) => post('twins', { text: 'twins' }, { node: index % 2 })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(await count('twins')).toBe(1);
  });

  it('also repeats an answer without a body', async () => {
    expect((await post('silent', undefined, { path: '/silent' })).status).toBe(204);
    const again = await post('silent', undefined, { path: '/silent' });
    expect({ status: again.status, body: again.body }).toEqual({ status: 204, body: '' });
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(await count('silent')).toBe(1);
  });

  it('does not keep errors: the next attempt is a new one', async () => {
    expect((await post('fails', { text: 'fails', fail: 'yes' })).status).toBe(409);
    expect((await post('fails', { text: 1 })).status).toBe(400);
    expect((await post('fails', { text: 'works' })).status).toBe(201);
  });

  it.each(['', 'with space', 'ü', 'x'.repeat(256)])('%j is refused', async (key) => {
    const { status, body } = await post(Buffer.from(key).toString('latin1'), { text: 'x' });
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'request.idempotency-key-invalid' });
  });

  it('is not needed', async () => {
    await post(undefined, { text: 'none' });
    await post(undefined, { text: 'none' });
    expect(await count('none')).toBe(2);
  });
});

describe('what is kept', () => {
  it('tells nothing in a dump, neither of the body nor of the answer', async () => {
    await post('sealed', { text: 'a rather secret text' });
    const rows = await database.query<{ row: string; answer: Buffer }>(
      `select k::text as row, answer from idempotency_keys k where key = 'sealed'`,
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]!.row + rows[0]!.answer.toString('latin1')).not.toContain('secret');
  });

  it('is not believed when it was moved to another key', async () => {
    await post('from', { text: 'moved' });
    await post('to', { text: 'moved' });
    await database.query(
      `update idempotency_keys set answer = (select answer from idempotency_keys where key = 'from') where key = 'to'`,
    );
    expect((await post('to', { text: 'moved' })).status).toBe(500);
  });

  it('expires, and is deleted in bounded batches', async () => {
    const first = await post('old', { text: 'old' });
    await database.query(
      `update idempotency_keys set expires_at = now() - interval '1 second' where key = 'old'`,
    );
    const second = await post('old', { text: 'old' });
    expect(second.body.id).not.toBe(first.body.id);
    await database.query(`update idempotency_keys set expires_at = now() - interval '1 second'`);
    const keys = nodes[0]!.app.get(IdempotencyKeys);
    expect(await keys.deleteExpired(2)).toBe(2);
    while ((await keys.deleteExpired(2)) > 0);
    expect(await database.query('select 1 from idempotency_keys')).toHaveLength(0);
  });
});

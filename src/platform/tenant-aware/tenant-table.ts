/** Resources of one kind in PostgreSQL. Row-level security holds the wall; this makes it hard to stand outside. */
import type { FactoryProvider, Type } from '@nestjs/common';
import { LessThan, type EntitySchema, type FindOptionsWhere, type Repository } from 'typeorm';
import { changesNothing } from '../../kernel/change.js';
import { Clock } from '../../kernel/clock.js';
import type { DomainError } from '../../kernel/domain-error.js';
import type { Id } from '../../kernel/id.js';
import { pageOf, type Page, type PageRequest } from '../../kernel/page.js';
import { actorId, type Principal } from '../../kernel/principal.js';
import { Random } from '../../kernel/random.js';
import type { Fields, TenantAware, TenantStore } from '../../kernel/tenant-aware.js';
import { Database } from '../database/database.js';
import { violatedConstraint } from '../database/violations.js';

/** What it means when the database refuses: the name of the constraint, and the error to throw. */
type Refusals = Readonly<Record<string, () => DomainError>>;

/** Provides the store of a module: `tenantTable(Documents, DocumentMapping, { documents_name_unique: nameTaken })`. */
export const tenantTable = <T extends TenantAware>(
  store: abstract new () => TenantStore<T>,
  mapping: EntitySchema<T>,
  refusals: Refusals = {},
): FactoryProvider<TenantStore<T>> => ({
  provide: store as Type<TenantStore<T>>,
  inject: [Database, Random, Clock],
  useFactory: (database: Database, random: Random, clock: Clock) =>
    new TenantTable(mapping, refusals, database, random, clock),
});

class TenantTable<T extends TenantAware> implements TenantStore<T> {
  constructor(
    private readonly mapping: EntitySchema<T>,
    private readonly refusals: Refusals,
    private readonly database: Database,
    private readonly random: Random,
    private readonly clock: Clock,
  ) {}

  async insert(by: Principal, fields: Fields<T>): Promise<T> {
    const key = { tenantId: this.tenantId, id: this.random.id() };
    const written = this.written(by);
    const row = { ...fields, ...key, createdBy: written.updatedBy, createdAt: written.updatedAt, ...written };
    await this.send((rows) => rows.insert(row as never));
    return row as unknown as T;
  }

  async find(id: Id): Promise<T | null> {
    return this.send((rows) => rows.findOneBy(this.where({ id })));
  }

  async page({ limit, cursor }: PageRequest, alike: Partial<Fields<T>> = {}): Promise<Page<T>> {
    const where = this.where({ ...alike, ...(cursor && { id: LessThan(cursor) }) });
    const order = { id: 'DESC' } as never;
    return pageOf(await this.send((rows) => rows.find({ where, order, take: limit + 1 })), limit);
  }

  async update(by: Principal, id: Id, change: Partial<Fields<T>>): Promise<T | null> {
    if (changesNothing(change)) return this.find(id);
    const next = { ...change, ...this.written(by) };
    const { affected } = await this.send((rows) => rows.update(this.where({ id }), next as never));
    return affected === 1 ? this.find(id) : null;
  }

  async delete(id: Id): Promise<boolean> {
    const { affected } = await this.send((rows) => rows.delete(this.where({ id })));
    return affected === 1;
  }

  /** A query that forgets its tenant would only find nothing; this says why. */
  private get tenantId(): Id {
    const { tenantId } = this.database;
    if (tenantId) return tenantId;
    const { name } = this.mapping.options;
    throw new Error(`${name} belongs to a tenant: use it inside unitOfWork.run(work, { tenantId })`);
  }

  private where(condition: object): FindOptionsWhere<T> {
    return { ...condition, tenantId: this.tenantId } as unknown as FindOptionsWhere<T>;
  }

  private written(by: Principal): Pick<TenantAware, 'updatedBy' | 'updatedAt'> {
    return { updatedBy: actorId(by), updatedAt: this.clock.now() };
  }

  private async send<R>(statement: (rows: Repository<T>) => Promise<R>): Promise<R> {
    try {
      return await statement(this.database.manager.getRepository(this.mapping));
    } catch (error) {
      throw this.refusals[violatedConstraint(error) ?? '']?.() ?? error;
    }
  }
}

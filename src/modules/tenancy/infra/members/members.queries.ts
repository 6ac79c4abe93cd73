import { Injectable } from '@nestjs/common';
import type { Id } from '../../../../kernel/id.js';
import type { Page } from '../../../../kernel/page.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import { Database } from '../../../../platform/database/database.js';
import { pageOf } from '../../../../platform/http/page.dto.js';
import { emailOf } from '../../../identity/index.js';
import type { MemberDto, MembersQueryDto } from './members.dto.js';

const MEMBER = `SELECT m.user_id AS id, u.email, u.name, u.avatar_url AS "avatarUrl", m.roles,
    m.external_id AS "externalId", m.created_at AS "createdAt",
    (SELECT coalesce(json_agg(json_build_object('id', g.id, 'name', g.name) ORDER BY g.name), '[]')
     FROM group_members gm JOIN groups g ON g.tenant_id = gm.tenant_id AND g.id = gm.group_id
     WHERE gm.tenant_id = m.tenant_id AND gm.user_id = m.user_id) AS groups
  FROM memberships m JOIN users u ON u.id = m.user_id
  WHERE m.tenant_id = $1`;

type Row = Omit<MemberDto, 'userId'> & { id: Id };

@Injectable()
export class MemberQueries {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  async list(tenantId: Id, { limit, cursor, email, role }: MembersQueryDto): Promise<Page<MemberDto>> {
    const rows = await this.inTenant(
      tenantId,
      `${MEMBER} AND ($2::uuid IS NULL OR m.user_id < $2) AND ($3::text IS NULL OR u.email_normalised = $3)
         AND ($4::text IS NULL OR $4 = ANY (m.roles))
       ORDER BY m.user_id DESC LIMIT $5 + 1`,
      [tenantId, cursor ?? null, email === undefined ? null : emailOf(email).normalised, role ?? null, limit],
    );
    const { items, nextCursor } = pageOf(rows, limit);
    return { items: items.map(memberOf), nextCursor };
  }

  async find(tenantId: Id, userId: Id): Promise<MemberDto | undefined> {
    const [row] = await this.inTenant(tenantId, `${MEMBER} AND m.user_id = $2`, [tenantId, userId]);
    return row && memberOf(row);
  }

  private inTenant(tenantId: Id, sql: string, params: unknown[]): Promise<Row[]> {
    return this.unitOfWork.run(() => this.database.query<Row>(sql, params), { tenantId });
  }
}

const memberOf = ({ id: userId, ...member }: Row): MemberDto => ({ userId, ...member });

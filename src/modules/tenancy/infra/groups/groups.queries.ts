import { Injectable } from '@nestjs/common';
import type { Id } from '../../../../kernel/id.js';
import type { Page } from '../../../../kernel/page.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import { Database } from '../../../../platform/database/database.js';
import { pageOf, type PageQueryDto } from '../../../../platform/http/page.dto.js';
import type { GroupDto, GroupMemberPageDto } from './groups.dto.js';

const GROUP = `SELECT g.id, g.name, g.description, g.roles, g.created_by AS "createdBy", g.updated_by AS "updatedBy",
    g.created_at AS "createdAt", g.updated_at AS "updatedAt",
    (SELECT count(*)::integer FROM group_members m WHERE m.tenant_id = g.tenant_id AND m.group_id = g.id)
      AS "memberCount"
  FROM groups g WHERE g.tenant_id = $1`;

type MemberRow = Omit<GroupMemberPageDto['items'][number], 'userId'> & { id: Id };

@Injectable()
export class GroupQueries {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  async list(tenantId: Id, { limit, cursor }: PageQueryDto): Promise<Page<GroupDto>> {
    const rows = await this.inTenant<GroupDto>(
      tenantId,
      `${GROUP} AND ($2::uuid IS NULL OR g.id < $2) ORDER BY g.id DESC LIMIT $3 + 1`,
      [tenantId, cursor ?? null, limit],
    );
    return pageOf(rows, limit);
  }

  async find(tenantId: Id, id: Id): Promise<GroupDto | undefined> {
    const [group] = await this.inTenant<GroupDto>(tenantId, `${GROUP} AND g.id = $2`, [tenantId, id]);
    return group;
  }

  async membersOf(tenantId: Id, id: Id, { limit, cursor }: PageQueryDto): Promise<GroupMemberPageDto> {
    const rows = await this.inTenant<MemberRow>(
      tenantId,
      `SELECT m.user_id AS id, u.email, u.name, m.created_at AS "createdAt"
       FROM group_members m JOIN users u ON u.id = m.user_id
       WHERE m.tenant_id = $1 AND m.group_id = $2 AND ($3::uuid IS NULL OR m.user_id < $3)
       ORDER BY m.user_id DESC LIMIT $4 + 1`,
      [tenantId, id, cursor ?? null, limit],
    );
    const { items, nextCursor } = pageOf(rows, limit);
    return { items: items.map(({ id: userId, ...member }) => ({ userId, ...member })), nextCursor };
  }

  private inTenant<Row extends object>(tenantId: Id, sql: string, params: unknown[]): Promise<Row[]> {
    return this.unitOfWork.run(() => this.database.query<Row>(sql, params), { tenantId });
  }
}

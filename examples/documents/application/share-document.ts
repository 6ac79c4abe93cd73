import { Injectable } from '@nestjs/common';
import type { Id } from '../../../src/kernel/id.js';
import type { Principal } from '../../../src/kernel/principal.js';
import { UnitOfWork } from '../../../src/kernel/unit-of-work.js';
import { GiveGrant, type GivenGrant } from '../../../src/modules/authorization/index.js';
import { Documents } from '../domain/document.js';
import { documentNotFound } from '../domain/documents.errors.js';

/** Gives somebody a permission on one document, whatever their roles are. */
@Injectable()
export class ShareDocument {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly documents: Documents,
    private readonly giveGrant: GiveGrant,
  ) {}

  /** @throws DomainError `documents.not-found`, `authz.beyond-own-permissions`, and what `GiveGrant` throws */
  async execute(
    by: Principal,
    tenantId: Id,
    id: Id,
    { subject, permission }: Pick<GivenGrant, 'subject' | 'permission'>,
  ): Promise<GivenGrant> {
    if (!(await this.unitOfWork.run(() => this.documents.find(id), { tenantId }))) throw documentNotFound();
    return this.giveGrant.execute(by, tenantId, { subject, permission, resource: { type: 'document', id } });
  }
}

import { Injectable } from '@nestjs/common';
import type { Id } from '../../../src/kernel/id.js';
import type { Principal } from '../../../src/kernel/principal.js';
import { ResourceChanges } from '../../../src/kernel/resource-changes.js';
import { UnitOfWork } from '../../../src/kernel/unit-of-work.js';
import { GiveGrant } from '../../../src/modules/authorization/index.js';
import { Documents } from '../domain/document.js';
import { documentNotFound } from '../domain/documents.errors.js';
import { documentChange } from '../domain/documents.events.js';

type Wish = Pick<Parameters<GiveGrant['execute']>[2], 'subject' | 'permission'>;

/** Gives somebody a permission on one document, whatever their roles are. */
@Injectable()
export class ShareDocument {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly documents: Documents,
    private readonly giveGrant: GiveGrant,
    private readonly changes: ResourceChanges,
  ) {}

  /** @throws DomainError `documents.not-found`, `authz.beyond-own-permissions`, and what `GiveGrant` throws */
  async execute(by: Principal, tenantId: Id, id: Id, { subject, permission }: Wish): Promise<void> {
    await this.unitOfWork.run(
      async () => {
        const document = await this.documents.find(id);
        if (!document) throw documentNotFound();
        await this.giveGrant.execute(by, tenantId, {
          subject,
          permission,
          resource: { type: 'document', id },
        });
        const what = { subject, permission };
        await this.changes.record(by, documentChange('document.shared', document, what));
      },
      { tenantId },
    );
  }
}

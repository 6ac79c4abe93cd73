import { Injectable } from '@nestjs/common';
import type { Id } from '../../../src/kernel/id.js';
import type { Principal } from '../../../src/kernel/principal.js';
import { ResourceChanges } from '../../../src/kernel/resource-changes.js';
import { UnitOfWork } from '../../../src/kernel/unit-of-work.js';
import { ForgetResource } from '../../../src/modules/authorization/index.js';
import { Documents } from '../domain/document.js';
import { documentNotFound } from '../domain/documents.errors.js';
import { documentChange } from '../domain/documents.events.js';

@Injectable()
export class DeleteDocument {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly documents: Documents,
    private readonly forgetResource: ForgetResource,
    private readonly changes: ResourceChanges,
  ) {}

  /** With what was granted on it. @throws DomainError `documents.not-found` */
  async execute(by: Principal, tenantId: Id, id: Id): Promise<void> {
    await this.unitOfWork.run(
      async () => {
        if (!(await this.documents.delete(id))) throw documentNotFound();
        await this.forgetResource.execute(tenantId, { type: 'document', id });
        await this.changes.record(by, documentChange('document.deleted', { tenantId, id }));
      },
      { tenantId },
    );
  }
}

import { Injectable } from '@nestjs/common';
import type { Id } from '../../../src/kernel/id.js';
import type { Principal } from '../../../src/kernel/principal.js';
import { ResourceChanges } from '../../../src/kernel/resource-changes.js';
import type { Fields } from '../../../src/kernel/tenant-aware.js';
import { UnitOfWork } from '../../../src/kernel/unit-of-work.js';
import { Documents, type Document } from '../domain/document.js';
import { documentNotFound } from '../domain/documents.errors.js';
import { documentChange } from '../domain/documents.events.js';

@Injectable()
export class UpdateDocument {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly documents: Documents,
    private readonly changes: ResourceChanges,
  ) {}

  /** @throws DomainError `documents.not-found`, `documents.conversation-unknown` */
  async execute(by: Principal, tenantId: Id, id: Id, change: Partial<Fields<Document>>): Promise<Document> {
    return this.unitOfWork.run(
      async () => {
        const document = await this.documents.update(by, id, change);
        if (!document) throw documentNotFound();
        const what = { changed: Object.keys(change) };
        await this.changes.record(by, documentChange('document.updated', document, what));
        return document;
      },
      { tenantId },
    );
  }
}

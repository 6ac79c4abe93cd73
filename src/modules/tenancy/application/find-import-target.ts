import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { ImportedMembers, type ImportTarget } from '../domain/imported-members.js';

/** For operators, who belong to no tenant and name one by its slug. */
@Injectable()
export class FindImportTarget {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly members: ImportedMembers,
  ) {}

  /** @returns null when there is no such tenant, or it was deleted */
  async execute(slug: string): Promise<ImportTarget | null> {
    return this.unitOfWork.run(() => this.members.findTarget(slug), { everyTenant: true });
  }
}

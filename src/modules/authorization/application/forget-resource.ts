import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { Invalidation } from '../../../kernel/invalidation.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { Grants } from '../domain/grants.js';
import { tenantRolesTag } from '../domain/subject.js';

/** For modules that delete a resource: what was granted on it goes in the same transaction. */
@Injectable()
export class ForgetResource {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly grants: Grants,
    private readonly invalidation: Invalidation,
  ) {}

  async execute(tenantId: Id, resource: { type: string; id: string }): Promise<void> {
    await this.unitOfWork.run(
      async () => {
        if ((await this.grants.deleteOn(resource)) > 0)
          await this.invalidation.announce(tenantRolesTag(tenantId));
      },
      { tenantId },
    );
  }
}

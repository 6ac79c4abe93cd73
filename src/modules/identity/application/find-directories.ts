import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { Directories } from '../domain/directories.js';
import { SHARED_DIRECTORY_ID } from '../domain/directory.js';

/** Where to look for somebody who stands at a door, in this order. */
@Injectable()
export class FindDirectories {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly directories: Directories,
  ) {}

  /** @param tenantSlug undefined, or of no tenant with a directory of its own: the shared one alone */
  async execute(tenantSlug: string | undefined): Promise<readonly Id[]> {
    if (tenantSlug === undefined) return [SHARED_DIRECTORY_ID];
    // Nobody is signed in yet, so row-level security must show whose the slug is; of a tenant it shows nothing else.
    const find = () => this.directories.ofTenant(tenantSlug);
    const own = await this.unitOfWork.run(find, { everyTenant: true });
    return own ? [own, SHARED_DIRECTORY_ID] : [SHARED_DIRECTORY_ID];
  }
}

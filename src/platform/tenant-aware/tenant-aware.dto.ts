import { ApiProperty } from '@nestjs/swagger';
import type { TenantAware } from '../../kernel/tenant-aware.js';

/** What every resource of a tenant shows. */
export abstract class TenantAwareDto {
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty({ format: 'uuid', description: 'A person or a service account' })
  createdBy: string;
  @ApiProperty({ format: 'uuid' })
  updatedBy: string;
  createdAt: Date;
  updatedAt: Date;
}

/** As the caller sees it: which tenant it is in they know, it is their active one. */
export function viewOf<T extends TenantAware>({ tenantId: _, ...view }: T): Omit<T, 'tenantId'> {
  return view;
}

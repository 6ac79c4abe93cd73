import type { EntitySchemaColumnOptions } from 'typeorm';
import type { TenantAware } from '../../kernel/tenant-aware.js';

/** The columns that every table of a tenant has, for `columns` of an EntitySchema: `{ ...tenantAwareColumns, … }`. */
export const tenantAwareColumns = {
  tenantId: { type: 'uuid', name: 'tenant_id', primary: true },
  id: { type: 'uuid', primary: true },
  createdBy: { type: 'uuid', name: 'created_by' },
  updatedBy: { type: 'uuid', name: 'updated_by' },
  createdAt: { type: 'timestamptz', name: 'created_at' },
  updatedAt: { type: 'timestamptz', name: 'updated_at' },
} as const satisfies Record<keyof TenantAware, EntitySchemaColumnOptions>;

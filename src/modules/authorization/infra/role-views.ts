import type { RolePreview } from '../application/preview-role.js';
import type { Changes, HoldChange } from '../domain/role-preview.js';
import type { Role, RoleWish, Rule } from '../domain/role.js';
import type { ChangeRoleDto, RoleDto, RolePreviewDto } from './roles.dto.js';

export function viewOf({ tenantId: _, permissions, rules, ...role }: Role): RoleDto {
  return { ...role, system: false, permissions: [...permissions], rules: [...rules] };
}

export function previewOf({ gains, loses, holders, affected }: RolePreview): RolePreviewDto {
  const mutable = (changes: Changes): { gains: HoldChange[]; loses: HoldChange[] } => ({
    gains: [...changes.gains],
    loses: [...changes.loses],
  });
  return {
    ...mutable({ gains, loses }),
    holders,
    affected: affected.map((holder) => ({ ...holder, ...mutable(holder) })),
  };
}

/** What was given; null for a list is nothing given. */
export function changeOf({ name, description, permissions, rules }: ChangeRoleDto): Partial<RoleWish> {
  const rulesGiven: readonly Rule[] | undefined = rules ?? undefined;
  return {
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    ...(permissions !== undefined && { permissions }),
    ...(rulesGiven !== undefined && { rules: rulesGiven }),
  };
}

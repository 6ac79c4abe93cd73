/** Roles that every tenant has and none can change. The owner holds everything, so only the others are named here. */
export const SYSTEM_ROLES = ['owner', 'admin', 'member', 'viewer'] as const;
export type SystemRole = (typeof SYSTEM_ROLES)[number];

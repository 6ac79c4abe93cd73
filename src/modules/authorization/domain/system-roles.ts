/** Roles that every tenant has and none can change. The owner holds everything, so only the others are named here. */
export const SYSTEM_ROLES = ['owner', 'admin', 'member', 'viewer'] as const;
export type SystemRole = (typeof SYSTEM_ROLES)[number];

export const isSystemRole = (name: string): name is SystemRole =>
  (SYSTEM_ROLES as readonly string[]).includes(name);

/** Roles of those who operate the installation, in no tenant. */
export const PLATFORM_ROLES = {
  'platform-operator': ['platform:*'],
  'platform-auditor': ['platform:read'],
} as const satisfies Record<string, readonly string[]>;
export type PlatformRole = keyof typeof PLATFORM_ROLES;

export const isPlatformRole = (name: string): name is PlatformRole => name in PLATFORM_ROLES;

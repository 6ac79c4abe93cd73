/** Tables whose rows belong to no tenant, and why. Any other table has a tenant_id. */
export const NO_TENANTS: readonly string[] = [
  // Of the installation.
  ...[
    'encryption_keys',
    'jobs',
    'mailbox_messages',
    'migrations',
    'outbox_messages',
    'permissions',
    'platform_roles',
  ],
  ...['idempotency_keys', 'signing_keys', 'single_use_tokens', 'system_roles'],
  // What tenants and people themselves are.
  ...['directories', 'tenants', 'users'],
  // Of people, who may be in several tenants.
  ...['known_devices', 'login_attempts', 'password_history', 'platform_assignments'],
  'linked_identities',
  ...['session_activities', 'session_configurations', 'sessions'],
  ...['mfa_accounts', 'mfa_attempts', 'mfa_backup_codes', 'mfa_challenges', 'mfa_devices'],
  ...['mfa_recoveries', 'mfa_trusted_devices'],
];

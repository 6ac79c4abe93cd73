import { EntitySchema } from 'typeorm';
import { User } from '../domain/user.js';

/** Instances of the domain class come straight out of the database: no mapper, no second model. */
export const UserMapping = new EntitySchema<User>({
  name: 'User',
  target: User,
  tableName: 'users',
  columns: {
    id: { type: 'uuid', primary: true },
    directoryId: { type: 'uuid', name: 'directory_id' },
    email: { type: 'text' },
    emailNormalised: { type: 'text', name: 'email_normalised' },
    emailVerifiedAt: { type: 'timestamptz', name: 'email_verified_at', nullable: true },
    passwordHash: { type: 'text', name: 'password_hash', nullable: true },
    passwordChangedAt: { type: 'timestamptz', name: 'password_changed_at', nullable: true },
    name: { type: 'text' },
    bio: { type: 'text', nullable: true },
    avatarUrl: { type: 'text', name: 'avatar_url', nullable: true },
    locale: { type: 'text' },
    disabledAt: { type: 'timestamptz', name: 'disabled_at', nullable: true },
    lockedUntil: { type: 'timestamptz', name: 'locked_until', nullable: true },
    createdAt: { type: 'timestamptz', name: 'created_at' },
    updatedAt: { type: 'timestamptz', name: 'updated_at' },
    version: { type: 'integer' },
  },
});

/** For the two statements that sign-ins run, written by hand: every column by the name of its field. */
export const USER_COLUMNS = Object.entries(UserMapping.options.columns)
  .map(([field, { name = field }]) => `${name} AS "${field}"`)
  .join(', ');

export const userOf = (row: object): User => Object.assign(Object.create(User.prototype) as User, row);

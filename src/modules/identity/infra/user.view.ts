import { ApiProperty } from '@nestjs/swagger';
import type { User, UserStatus } from '../domain/user.js';

export class UserView {
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty({ format: 'email', example: 'jane@example.com' })
  email: string;
  emailVerified: boolean;
  @ApiProperty({ example: 'Jane Doe' })
  name: string;
  @ApiProperty({ type: String, nullable: true, description: 'May hold simple markup, sanitised' })
  bio: string | null;
  @ApiProperty({ type: String, nullable: true, format: 'uri' })
  avatarUrl: string | null;
  @ApiProperty({ example: 'en', description: 'BCP 47' })
  locale: string;
  @ApiProperty({ enum: ['active', 'unverified', 'disabled', 'locked'] })
  status: UserStatus;
  mfaEnabled: boolean;
  createdAt: Date;

  /** @param now decides whether a lock is still on */
  static of(user: User, now: Date, mfaEnabled = false): UserView {
    const { id, email, emailVerified, name, bio, avatarUrl, locale, createdAt } = user;
    return {
      id,
      email,
      emailVerified,
      name,
      bio,
      avatarUrl,
      locale,
      status: user.statusAt(now),
      mfaEnabled,
      createdAt,
    };
  }
}

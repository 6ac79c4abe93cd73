import { ApiProperty } from '@nestjs/swagger';
import type { Assurance } from '../../../kernel/principal.js';
import type { Session } from '../domain/session.js';
import { deviceOf, type Device } from './device-of.js';

export class DeviceView implements Device {
  @ApiProperty({ type: String, nullable: true, example: 'Firefox' })
  browser: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'Linux' })
  os: string | null;
  @ApiProperty({ enum: ['desktop', 'mobile', 'tablet', 'tv', 'bot', 'other'], example: 'desktop' })
  kind: Device['kind'];
}

export class SessionView {
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The active tenant' })
  tenantId: string | null;
  createdAt: Date;
  /** Exact to about a minute. */
  lastSeenAt: Date;
  idleExpiresAt: Date;
  expiresAt: Date;
  @ApiProperty({ example: '203.0.113.7' })
  ip: string;
  userAgent: string;
  device: DeviceView;
  @ApiProperty({ enum: ['aal1', 'aal2'] })
  acr: Assurance;
  /** RFC 8176 */
  @ApiProperty({ type: [String], example: ['pwd'] })
  amr: string[];
  /** Whether this is the session that asks. */
  current: boolean;

  static of(session: Session, currentId: string | null): SessionView {
    return {
      id: session.id,
      tenantId: session.activeTenantId,
      createdAt: session.createdAt,
      lastSeenAt: session.lastSeenAt,
      idleExpiresAt: session.idleExpiresAt,
      expiresAt: session.expiresAt,
      ip: session.ip,
      userAgent: session.userAgent,
      device: deviceOf(session.userAgent),
      acr: session.acr,
      amr: [...session.amr],
      current: session.id === currentId,
    };
  }
}

import { ApiProperty } from '@nestjs/swagger';
import { PageDto } from '../../../platform/http/page.dto.js';
import type { ActivityKind } from '../domain/session-activities.js';
import { SessionView } from './session.view.js';

export class SessionPageDto extends PageDto {
  items: SessionView[];
}

export class SessionActivityDto {
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty({
    enum: ['sign-in', 'refresh', 'step-up', 'tenant-switch', 'address-change', 'password-change'],
    example: 'sign-in',
  })
  kind: ActivityKind;
  at: Date;
  ip: string;
  userAgent: string;
}

export class SessionActivityPageDto extends PageDto {
  items: SessionActivityDto[];
}

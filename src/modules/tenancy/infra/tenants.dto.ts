import { ApiProperty } from '@nestjs/swagger';
import { PageDto } from '../../../platform/http/page.dto.js';

export class TenantDto {
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty({ example: 'acme' })
  slug: string;
  @ApiProperty({ example: 'Acme' })
  name: string;
  /** Your roles there. */
  @ApiProperty({ type: [String], example: ['owner'] })
  roles: string[];
  createdAt: Date;
}

export class TenantPageDto extends PageDto {
  items: TenantDto[];
}

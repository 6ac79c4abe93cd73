import { ApiProperty } from '@nestjs/swagger';
import { IsNotEmpty, IsString, Matches, MaxLength } from 'class-validator';
import { PERMISSION_FORM } from '../domain/permission-pattern.js';

export class RegisterPermissionDto {
  @ApiProperty({ example: 'invoice:approve', description: '`resource:action`' })
  @Matches(PERMISSION_FORM, {
    message: 'name must be resource:action, lower-case letters, digits and hyphens',
  })
  name: string;

  @ApiProperty({ example: 'Approve invoices in the billing service' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(500)
  description: string;
}

export class PermissionDto {
  @ApiProperty({ example: 'role:read' })
  name: string;
  @ApiProperty({ example: 'See roles and what they hold' })
  description: string;
  @ApiProperty({
    enum: ['declared', 'registered'],
    description: '`declared` by an installed module, or `registered` by an operator for another service',
  })
  source: 'declared' | 'registered';
}

/** The whole catalogue: there are no more pages. */
export class PermissionListDto {
  items: PermissionDto[];
  @ApiProperty({ type: String, nullable: true, example: null })
  nextCursor: null;
}

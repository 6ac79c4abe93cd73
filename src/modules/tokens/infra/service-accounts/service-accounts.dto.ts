import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsBoolean,
  IsNotEmpty,
  IsOptional,
  IsString,
  MaxLength,
  ValidateIf,
} from 'class-validator';
import { IsTime } from '../../../../platform/http/is-time.js';
import { PageDto } from '../../../../platform/http/page.dto.js';

const LONGEST_NAME = 100;

export class CreateServiceAccountDto {
  @ApiProperty({ example: 'Billing sync', description: 'Unique in the tenant' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(LONGEST_NAME)
  name: string;

  @ApiPropertyOptional({ type: String, nullable: true, example: 'Copies invoices every night' })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  description?: string | null;

  @ApiProperty({ type: [String], example: ['viewer'], description: 'Roles as a member has them' })
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @MaxLength(LONGEST_NAME, { each: true })
  roles: string[];
}

export class ChangeServiceAccountDto extends PartialType(CreateServiceAccountDto, {
  skipNullProperties: false,
}) {
  @ApiPropertyOptional({ example: false, description: 'While it is true the account can do nothing' })
  @ValidateIf((_, value) => value !== undefined)
  @IsBoolean()
  disabled?: boolean;
}

export class ServiceAccountDto {
  @ApiProperty({ format: 'uuid', description: 'Its `client_id` too' })
  id: string;
  @ApiProperty({ example: 'Billing sync' })
  name: string;
  @ApiProperty({ type: String, nullable: true })
  description: string | null;
  @ApiProperty({ type: [String], example: ['viewer'] })
  roles: string[];
  disabled: boolean;
  @ApiProperty({ format: 'uuid' })
  createdBy: string;
  @ApiProperty({ format: 'uuid' })
  updatedBy: string;
  createdAt: Date;
  updatedAt: Date;
}

export class ServiceAccountPageDto extends PageDto {
  items: ServiceAccountDto[];
}

export class CreateKeyDto {
  @ApiPropertyOptional({ type: String, nullable: true, example: 'production' })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(LONGEST_NAME)
  name?: string | null;

  @ApiPropertyOptional({ type: String, format: 'date-time', nullable: true, example: '2030-01-01T00:00:00Z' })
  @IsOptional()
  @IsTime()
  expiresAt?: Date | null;
}

class KeyDto {
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty({ type: String, nullable: true, example: 'production' })
  name: string | null;
  @ApiProperty({ example: 'sk_abc…xyz' })
  display: string;
  createdAt: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  expiresAt: Date | null;
}

export class CreatedKeyDto extends KeyDto {
  @ApiProperty({ description: 'Shown this once', example: 'sk_…' })
  key: string;
}

export class ListedKeyDto extends KeyDto {
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Exact to about a minute' })
  lastUsedAt: Date | null;
  @ApiProperty({ type: String, nullable: true, example: '203.0.113.7' })
  lastUsedIp: string | null;
}

export class KeyPageDto extends PageDto {
  items: ListedKeyDto[];
}

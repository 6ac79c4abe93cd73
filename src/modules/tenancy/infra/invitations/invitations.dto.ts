import { ApiProperty } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsEmail,
  IsNotEmpty,
  IsString,
  MaxLength,
} from 'class-validator';
import { PageDto } from '../../../../platform/http/page.dto.js';

export class InviteDto {
  @ApiProperty({ format: 'email', example: 'sam@example.com' })
  @IsEmail()
  @MaxLength(254)
  email: string;

  @ApiProperty({ type: [String], example: ['member'] })
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  roles: string[];
}

export class InvitationDto {
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty({ format: 'email', example: 'sam@example.com' })
  email: string;
  @ApiProperty({ type: [String], example: ['member'] })
  roles: string[];
  expiresAt: Date;
  @ApiProperty({ format: 'uuid', description: 'Who invited: a person or a service account' })
  createdBy: string;
  createdAt: Date;
}

export class InvitationPageDto extends PageDto {
  items: InvitationDto[];
}

export class AcceptInvitationDto {
  @ApiProperty({
    description: 'What follows `#token=` in the mailed link',
    example: 'paste the token from the mail',
  })
  @IsString()
  @IsNotEmpty()
  @MaxLength(512)
  token: string;
}

import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsNotEmpty, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { UserView } from '../../identity/index.js';
import { SessionView } from '../../sessions/index.js';
import type { TokenPair } from '../application/sign-in-result.js';
import { EmailDto, PASSWORD_INPUT_LENGTH } from './account.dto.js';

export class LoginDto extends EmailDto {
  @ApiProperty({ example: 'plum kettle harbour 42', writeOnly: true })
  @IsString()
  @IsNotEmpty()
  @MaxLength(PASSWORD_INPUT_LENGTH)
  password: string;

  @ApiPropertyOptional({ example: 'acme', description: 'Slug of the tenant to work in' })
  @IsOptional()
  @Matches(/^[a-z0-9-]{1,63}$/)
  tenant?: string;

  @ApiPropertyOptional({ default: false })
  @IsOptional()
  @IsBoolean()
  rememberMe?: boolean;

  @ApiPropertyOptional({ enum: ['cookie', 'token'], default: 'cookie' })
  @IsOptional()
  @IsIn(['cookie', 'token'])
  transport?: 'cookie' | 'token';
}

export class RefreshDto {
  @ApiProperty({ example: 'sr_…', writeOnly: true })
  @IsString()
  @MaxLength(512)
  refreshToken: string;
}

export class StepUpDto {
  @ApiProperty({ enum: ['password'] })
  @IsIn(['password'])
  method: 'password';

  @ApiProperty({ example: 'plum kettle harbour 42', writeOnly: true })
  @IsString()
  @IsNotEmpty()
  @MaxLength(PASSWORD_INPUT_LENGTH)
  password: string;
}

export class TokenPairDto implements TokenPair {
  accessToken: string;
  refreshToken: string;
  @ApiProperty({ enum: ['Bearer'] })
  tokenType: 'Bearer';
  /** Seconds until the access token expires. */
  expiresIn: number;
}

export class SignInResultDto {
  @ApiProperty({ enum: ['authenticated'] })
  status: 'authenticated';
  user: UserView;
  session: SessionView;
  @ApiPropertyOptional({
    type: TokenPairDto,
    description: 'Only with `transport: "token"`; then no cookie is set',
  })
  tokens?: TokenPairDto;
}

export class StepUpResultDto {
  session: SessionView;
  @ApiPropertyOptional({ type: TokenPairDto, description: 'For token clients: the session has a new id' })
  tokens?: TokenPairDto;
}

import { ApiProperty } from '@nestjs/swagger';
import { IsNotEmpty, IsString, MaxLength } from 'class-validator';

export class ChallengeDto {
  @ApiProperty({
    description: 'As `mfa_required` answered it',
    example: 'paste the challengeId from the login',
  })
  @IsString()
  @IsNotEmpty()
  @MaxLength(128)
  challengeId: string;
}

export class RecoveryTokenDto {
  @ApiProperty({
    description: 'What follows `#token=` in the mailed link',
    example: 'paste the token from the mail',
  })
  @IsString()
  @IsNotEmpty()
  @MaxLength(512)
  token: string;
}

export class RecoveryStartedDto {
  /** When every device will be removed. */
  dueAt: Date;
}

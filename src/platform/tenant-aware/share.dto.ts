import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsNotEmpty, IsObject, IsString, MaxLength, ValidateNested } from 'class-validator';

const SUBJECTS = ['user', 'group', 'role'] as const;

/** Who something is shared with. */
export class SharedWithDto {
  @ApiProperty({ enum: SUBJECTS, example: 'role' })
  @IsIn(SUBJECTS)
  type: (typeof SUBJECTS)[number];

  @ApiProperty({ example: 'viewer', description: 'Id of the user or group, or name of the role' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  id: string;
}

/** What was given: DELETE `/grants/{id}` takes it back. */
export class SharedDto {
  @ApiProperty({ format: 'uuid' })
  id: string;
  subject: SharedWithDto;
  @ApiProperty({ example: 'document:read' })
  permission: string;
  createdAt: Date;
}

export const sharedView = ({ id, subject, permission, createdAt }: SharedDto): SharedDto => ({
  ...{ id, subject: { ...subject }, permission, createdAt },
});

/** The body of POST `/{id}/share` for a resource with these permissions: `class … extends ShareDto('document:read', …)`. */
export function ShareDto<const Permission extends string>(...permissions: [Permission, ...Permission[]]) {
  class Share {
    @ApiProperty({ type: SharedWithDto })
    @IsObject()
    @ValidateNested()
    @Type(() => SharedWithDto)
    subject: SharedWithDto;

    @ApiProperty({ enum: permissions, example: permissions[0], description: 'On this one only' })
    @IsIn(permissions)
    permission: Permission;
  }
  return Share;
}

import { ApiProperty } from '@nestjs/swagger';

export class ProviderScopeDto {
  @ApiProperty({ example: 'chat:write' })
  name: string;
  @ApiProperty({ example: 'Send messages as the bot' })
  description: string;
}

export class ProviderHealthDto {
  @ApiProperty({
    enum: ['unknown', 'healthy', 'failing', 'down'],
    description: 'As far as this node has seen',
  })
  state: 'unknown' | 'healthy' | 'failing' | 'down';
  @ApiProperty({ type: Date, nullable: true })
  lastSuccessAt: Date | null;
  @ApiProperty({ type: Date, nullable: true })
  lastFailureAt: Date | null;
}

export class ProviderDto {
  @ApiProperty({ example: 'slack' })
  id: string;
  @ApiProperty({ example: 'Slack' })
  name: string;
  @ApiProperty({ description: 'Whether an operator set up an application for it' })
  configured: boolean;
  @ApiProperty({
    type: [ProviderScopeDto],
    description: 'What one can ask for; others are passed on as they are',
  })
  scopes: ProviderScopeDto[];
  @ApiProperty({
    type: [String],
    example: ['channels:read', 'chat:write'],
    description: 'Asked for when nobody says',
  })
  defaultScopes: string[];
  @ApiProperty({ example: 'https://api.slack.com/apps', description: 'Where applications are registered' })
  docsUrl: string;
  @ApiProperty({
    example: 'https://auth.example.com/api/v1/connections/slack/callback',
    description: 'The redirect address to register there',
  })
  callbackUrl: string;
  health: ProviderHealthDto;
}

export class ProviderListDto {
  items: ProviderDto[];
}

import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Config } from '../../../../platform/config/config.js';
import { Public } from '../../../../platform/http/access.js';
import { AuthzenMetadataDto } from './authzen.dto.js';

@ApiTags('AuthZEN')
@Controller('.well-known/authzen-configuration')
export class AuthzenMetadataController {
  constructor(private readonly config: Config) {}

  /** Where the endpoints of the policy decision point are (OpenID AuthZEN Authorization API 1.0, section 9). */
  @Get()
  @Public()
  @Header('Cache-Control', 'public, max-age=300')
  @ApiOkResponse({ type: AuthzenMetadataDto })
  read(): AuthzenMetadataDto {
    const { publicUrl } = this.config;
    const endpoint = (name: string) => `${publicUrl}/access/v1/${name}`;
    return {
      policy_decision_point: publicUrl,
      access_evaluation_endpoint: endpoint('evaluation'),
      access_evaluations_endpoint: endpoint('evaluations'),
      search_subject_endpoint: endpoint('search/subject'),
      search_resource_endpoint: endpoint('search/resource'),
      search_action_endpoint: endpoint('search/action'),
    };
  }
}

import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Principal } from '../../../../kernel/principal.js';
import { CurrentPrincipal, CurrentTenant, RequireCredential } from '../../../../platform/http/access.js';
import { JsonOrBadRequest } from '../../../../platform/http/body-parsers.js';
import type { FoundPage } from '../../application/authzen/fill-page.js';
import { SearchActions } from '../../application/authzen/search-actions.js';
import { SearchResources } from '../../application/authzen/search-resources.js';
import { SearchSubjects } from '../../application/authzen/search-subjects.js';
import type { Place } from '../../domain/candidates.js';
import {
  ActionSearchDto,
  FoundActionsDto,
  FoundEntitiesDto,
  ResourceSearchDto,
  SearchPageDto,
  SubjectSearchDto,
} from './authzen.dto.js';
import { PageTokens, type TokenScope } from './page-tokens.js';
import { readActionSearch, readResourceSearch, readSubjectSearch, type Paged } from './search-reader.js';

/** The body as it came: read by hand. */
type Unread = Readonly<Record<string, unknown>>;

/** OpenID AuthZEN Authorization API 1.0, section 8. */
@ApiTags('AuthZEN')
@RequireCredential()
@Controller('access/v1/search')
export class SearchController {
  constructor(
    private readonly subjects: SearchSubjects,
    private readonly resources: SearchResources,
    private readonly actions: SearchActions,
    private readonly tokens: PageTokens,
  ) {}

  /** Who may do this to that resource? */
  @Post('subject')
  @HttpCode(200)
  @JsonOrBadRequest()
  @ApiBody({ type: SubjectSearchDto })
  @ApiOkResponse({ type: FoundEntitiesDto })
  async subject(
    @CurrentPrincipal() asker: Principal,
    @CurrentTenant() tenantId: string,
    @Body() body: Unread,
  ): Promise<FoundEntitiesDto> {
    const paged = readSubjectSearch(body);
    return this.page({ tenantId, search: 'subject', request: paged.search }, paged, (place) =>
      this.subjects.execute(asker, tenantId, paged.search, place),
    );
  }

  /** To which resources of a type may somebody do this? Only those are known on which something was granted. */
  @Post('resource')
  @HttpCode(200)
  @JsonOrBadRequest()
  @ApiBody({ type: ResourceSearchDto })
  @ApiOkResponse({ type: FoundEntitiesDto })
  async resource(
    @CurrentPrincipal() asker: Principal,
    @CurrentTenant() tenantId: string,
    @Body() body: Unread,
  ): Promise<FoundEntitiesDto> {
    const paged = readResourceSearch(body);
    return this.page({ tenantId, search: 'resource', request: paged.search }, paged, (place) =>
      this.resources.execute(asker, tenantId, paged.search, place),
    );
  }

  /** What may somebody do to this resource? */
  @Post('action')
  @HttpCode(200)
  @JsonOrBadRequest()
  @ApiBody({ type: ActionSearchDto })
  @ApiOkResponse({ type: FoundActionsDto })
  async action(
    @CurrentPrincipal() asker: Principal,
    @CurrentTenant() tenantId: string,
    @Body() body: Unread,
  ): Promise<FoundActionsDto> {
    const paged = readActionSearch(body);
    return this.page({ tenantId, search: 'action', request: paged.search }, paged, (place) =>
      this.actions.execute(asker, tenantId, paged.search, place),
    );
  }

  private async page<T>(
    scope: TokenScope,
    { page }: Paged<unknown>,
    search: (place: Place) => Promise<FoundPage<T>>,
  ): Promise<{ page: SearchPageDto; results: T[] }> {
    const { results, next } = await search(this.tokens.place(page, scope));
    return {
      page: { next_token: this.tokens.next(next, page, scope), count: results.length },
      results: [...results],
    };
  }
}

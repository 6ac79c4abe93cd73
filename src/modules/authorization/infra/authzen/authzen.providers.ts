import type { Provider } from '@nestjs/common';
import { EvaluateAccess } from '../../application/authzen/evaluate-access.js';
import { ResolveSubjects } from '../../application/authzen/resolve-subjects.js';
import { SearchActions } from '../../application/authzen/search-actions.js';
import { SearchResources } from '../../application/authzen/search-resources.js';
import { SearchSubjects } from '../../application/authzen/search-subjects.js';
import { Candidates } from '../../domain/candidates.js';
import { SubjectNames } from '../../domain/subject-names.js';
import { AuthzenMetadataController } from './authzen-metadata.controller.js';
import { CachedSubjectNames } from './cached-subject-names.js';
import { EvaluationsController } from './evaluations.controller.js';
import { PageTokens } from './page-tokens.js';
import { SearchController } from './search.controller.js';
import { SqlCandidates } from './sql-candidates.js';

export const authzenControllers = [AuthzenMetadataController, EvaluationsController, SearchController];

export const authzenProviders: Provider[] = [
  EvaluateAccess,
  PageTokens,
  ResolveSubjects,
  SearchActions,
  SearchResources,
  SearchSubjects,
  { provide: Candidates, useClass: SqlCandidates },
  { provide: SubjectNames, useClass: CachedSubjectNames },
];

import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Id } from '../../../kernel/id.js';
import { IdParam } from '../../../platform/http/id-param.js';
import { tenantNotFound } from '../domain/tenancy.errors.js';

/** How the OpenAPI document has it: decorators of parameters leave it out. */
export const TENANT_ID = { name: 'id', format: 'uuid', description: 'The tenant that you work in' };

/**
 * The `{id}` of `/tenants/{id}/...`, which must be the tenant that the credential works in: the path never decides
 * where a request works.
 * @throws DomainError `tenancy.not-found` for every other tenant, there or not
 */
export const ActiveTenant = createParamDecorator((_: unknown, context: ExecutionContext): Id => {
  const { params, principal } = context.getArgByIndex<FastifyRequest<{ Params: { id: string } }>>(0);
  const id = new IdParam().transform(params.id);
  if (principal?.tenantId !== id) throw tenantNotFound();
  return id;
});

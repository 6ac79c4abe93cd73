import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { BEARER_SCHEME, CLIENT_SCHEME, COOKIE_SCHEME } from './access.js';
import { ProblemDto } from './problem.dto.js';

/** The OpenAPI 3.1 document of an application's routes; works in preview mode too. */
export function buildDocument(app: INestApplication): OpenAPIObject {
  const options = new DocumentBuilder()
    .setTitle('Sallyport')
    .setDescription(
      'Identity and access for teams. Errors are RFC 9457 problem documents; see docs/errors.md.',
    )
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .setOpenAPIVersion('3.1.0')
    .addCookieAuth('__Host-sallyport', { type: 'apiKey', in: 'cookie' }, COOKIE_SCHEME)
    .addBearerAuth({ type: 'http', scheme: 'bearer' }, BEARER_SCHEME)
    .addBasicAuth({ type: 'http', scheme: 'basic' }, CLIENT_SCHEME)
    .addGlobalResponse(
      { status: '4XX', description: 'Refused', type: ProblemDto },
      { status: '5XX', description: 'Failed', type: ProblemDto },
    )
    .build();
  return SwaggerModule.createDocument(app, options, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
}

/** Swagger UI at `/docs` and the document at `/openapi.json`. Call it before `app.init()`. */
export function serveDocs(app: INestApplication): void {
  SwaggerModule.setup('docs', app, () => buildDocument(app), {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
    customSiteTitle: 'Sallyport',
    swaggerOptions: { persistAuthorization: true, tagsSorter: 'alpha' },
  });
}

import { readFileSync } from 'node:fs';

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly example?: unknown;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly allOf?: readonly Schema[];
}

interface Operation {
  readonly security?: readonly Readonly<Record<string, unknown>>[];
  readonly parameters?: readonly { name: string; in: string }[];
  readonly requestBody?: { content: Readonly<Record<string, { schema: Schema }>> };
  readonly 'x-permissions'?: readonly string[];
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** One operation of the OpenAPI document, as the matrix needs it. */
export interface Route {
  readonly method: string;
  /** `/api/v1/roles/{id}` */
  readonly path: string;
  /** Names of path parameters. */
  readonly params: readonly string[];
  readonly isPublic: boolean;
  /** Any of which would do; empty where none is asked for. */
  readonly permissions: readonly string[];
  /** A body that is well-formed, made of the examples in the document; undefined where there is none. */
  readonly body: unknown;
}

const document = JSON.parse(readFileSync('openapi.json', 'utf8')) as Document;

/** Every operation that people and programs of a tenant may call; what OAuth clients call has its own rules. */
export const routes: readonly Route[] = Object.entries(document.paths).flatMap(([path, operations]) =>
  Object.entries(operations)
    .filter(([, { security }]) => !security?.some((scheme) => 'client' in scheme))
    .map(([method, operation]) => routeOf(method.toUpperCase(), path, operation)),
);

export const titleOf = ({ method, path }: Route) => `${method} ${path}`;

function routeOf(method: string, path: string, operation: Operation): Route {
  const content = operation.requestBody?.content['application/json'];
  return {
    ...{ method, path },
    params: (operation.parameters ?? []).filter((one) => one.in === 'path').map(({ name }) => name),
    isPublic: (operation.security ?? []).length === 0,
    permissions: operation['x-permissions'] ?? [],
    body: content && exampleOf(content.schema),
  };
}

function exampleOf(schema: Schema): unknown {
  if (schema.example !== undefined) return schema.example;
  if (schema.$ref) return exampleOf(document.components.schemas[schema.$ref.split('/').at(-1)!]!);
  if (schema.allOf) return exampleOf(schema.allOf[0]!);
  if (schema.enum) return schema.enum[0];
  if (schema.properties) return ofProperties(schema.properties, schema.required ?? []);
  const type = [schema.type].flat()[0];
  if (type === 'array') return schema.items ? [exampleOf(schema.items)] : [];
  if (type === 'object') return {};
  if (type === 'boolean') return false;
  if (type === 'number' || type === 'integer') return 1;
  return schema.format === 'uuid' ? '0198c2a4-6f0e-7cc3-8d5b-3f6d2a1b9c10' : 'text';
}

/** What is required, and what has an example of its own. */
function ofProperties(properties: Readonly<Record<string, Schema>>, required: readonly string[]) {
  const wanted = Object.entries(properties).filter(
    ([name, { example }]) => required.includes(name) || (example !== undefined && example !== null),
  );
  return Object.fromEntries(wanted.map(([name, schema]) => [name, exampleOf(schema)]));
}

interface FormSchema {
  readonly type: 'object';
  readonly required: string[];
  readonly properties: Record<string, { type: 'string'; example?: string }>;
}

/** How OpenAPI describes a form: what must be there, with examples, and what may. */
export function formBody(needed: Readonly<Record<string, string>>, optional: readonly string[]): FormSchema {
  const required = Object.keys(needed);
  const properties: FormSchema['properties'] = {};
  for (const name of required) properties[name] = { type: 'string', example: needed[name] };
  for (const name of optional) properties[name] = { type: 'string' };
  return { type: 'object', required, properties };
}

import type { INestApplicationContext } from '@nestjs/common';
import { FindImportTarget, type ImportTarget } from '../modules/tenancy/index.js';
import { ConfigError } from '../platform/config/config-error.js';

/** The tenant that `--tenant` names. */
export async function targetOf(app: INestApplicationContext, slug: string): Promise<ImportTarget> {
  const target = await app.get(FindImportTarget, { strict: false }).execute(slug);
  if (!target) throw new ConfigError(`There is no tenant with the slug ${slug}`);
  return target;
}

/** Something about the data of an installation that is wrong, or worth knowing. */
export interface Finding {
  readonly severity: 'error' | 'information';
  /** With its schema, unless that is the service's own. */
  readonly table: string;
  /** The constraint, index or policy that it is about. */
  readonly subject: string | null;
  readonly problem: string;
  /** What to do about it. */
  readonly hint: string;
  /** Which rows, by id; at most 20 of them. */
  readonly rows?: readonly string[];
  /** Of how many rows those are the first. */
  readonly count?: number;
}

/** Looks at every table with a tenant_id, the application's own too, and at what people hold. Changes nothing. */
export abstract class MigrationInspection {
  abstract findings(): Promise<readonly Finding[]>;
}

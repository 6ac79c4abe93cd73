/** Whether a statement failed because this named unique constraint (PostgreSQL 23505) was violated. */
export const violatesUnique = (error: unknown, constraint: string): boolean =>
  violates(error, '23505', constraint);

/** Whether it failed because this named foreign key, or the trigger that stands for one (23503), was violated. */
export const violatesReference = (error: unknown, constraint: string): boolean =>
  violates(error, '23503', constraint);

/** Whether it failed because this named check, or the trigger that stands for one (23514), was violated. */
export const violatesCheck = (error: unknown, constraint: string): boolean =>
  violates(error, '23514', constraint);

/** The name of the constraint, of whatever kind (class 23), that made a statement fail. */
export function violatedConstraint(error: unknown): string | undefined {
  const { code, constraint } = failureIn(error);
  return code?.startsWith('23') ? constraint : undefined;
}

function violates(error: unknown, code: string, constraint: string): boolean {
  const failure = failureIn(error);
  return failure.code === code && failure.constraint === constraint;
}

const failureIn = (error: unknown) => (error ?? {}) as { code?: string; constraint?: string };

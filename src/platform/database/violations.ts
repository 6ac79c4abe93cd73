/** Whether a statement failed because this named unique constraint (PostgreSQL 23505) was violated. */
export function violatesUnique(error: unknown, constraint: string): boolean {
  const failure = (error as { driverError?: unknown }).driverError ?? error;
  const { code, constraint: violated } = failure as { code?: string; constraint?: string };
  return code === '23505' && violated === constraint;
}

import type { Lifetime } from './session.js';

export interface SessionLimits {
  readonly idleMinutes: number;
  readonly absoluteHours: number;
  /** Both limits of a remembered session; 0 = this directory does not remember anyone. */
  readonly rememberMeDays: number;
}

/** A directory may set its own limits; null = the server's. It can only be stricter. */
export function stricterLimits(
  server: SessionLimits,
  own: Partial<{ [K in keyof SessionLimits]: number | null }>,
): SessionLimits {
  const stricter = (a: number, b: number | null | undefined) => Math.min(a, b ?? a);
  return {
    idleMinutes: stricter(server.idleMinutes, own.idleMinutes),
    absoluteHours: stricter(server.absoluteHours, own.absoluteHours),
    rememberMeDays: stricter(server.rememberMeDays, own.rememberMeDays),
  };
}

export function lifetimeOf(limits: SessionLimits, rememberMe: boolean): Lifetime {
  if (rememberMe && limits.rememberMeDays > 0) {
    const seconds = limits.rememberMeDays * 86_400;
    return { idleSeconds: seconds, absoluteSeconds: seconds };
  }
  const absoluteSeconds = limits.absoluteHours * 3600;
  return { idleSeconds: Math.min(limits.idleMinutes * 60, absoluteSeconds), absoluteSeconds };
}

import type { Confinement, Lifetime } from './session.js';

export interface SessionLimits {
  readonly idleMinutes: number;
  readonly absoluteHours: number;
  /** Both limits of a remembered session; 0 = this directory does not remember anyone. */
  readonly rememberMeDays: number;
}

/** All that a tenant demands of the sessions that work in it. */
export interface TenantSessionLimits extends Confinement {
  /** In this tenant; the oldest give way. */
  readonly sessionsPerUser: number | null;
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

/** As long as the tenant allows, remembered or not. */
export function confined(
  { idleSeconds, absoluteSeconds }: Lifetime,
  { idleMinutes, absoluteHours }: Confinement,
): Lifetime {
  const absolute = Math.min(absoluteSeconds, (absoluteHours ?? Infinity) * 3600);
  return {
    idleSeconds: Math.min(idleSeconds, (idleMinutes ?? Infinity) * 60, absolute),
    absoluteSeconds: absolute,
  };
}

/**
 * Which keys change, and into what. Pure: whoever calls holds the lock under which the keys were read, and saves what
 * is returned, in this order.
 */
import type { SigningAlgorithm, SigningKey } from './signing-key.js';

/** What the operator has decided about signing keys. */
export abstract class RotationPolicy {
  /** Of keys made from now on. */
  abstract readonly algorithm: SigningAlgorithm;
  /** How long a key signs. */
  abstract readonly rotationDays: number;
}

type Keys = readonly SigningKey[];

const DAY_MS = 86_400_000;

export const currentOf = (keys: Keys): SigningKey | undefined =>
  keys.find(({ state }) => state === 'current');

/** The next key: published, and of the algorithm that is wanted now. */
export const standbyOf = (keys: Keys, algorithm: SigningAlgorithm): SigningKey | undefined =>
  keys.find((key) => key.state === 'published' && key.algorithm === algorithm);

/**
 * What time asks for.
 * @param spare a key made in case there is no standby; there is always one, so that neither a rotation nor a
 *   withdrawal has to wait until a key is made and known
 */
export function whatIsDue(keys: Keys, policy: RotationPolicy, now: Date, spare: SigningKey | null): Keys {
  const standby = standbyOf(keys, policy.algorithm);
  const ended = keys.filter((key) => isSpent(key, policy, now)).map((key) => key.retire(now));
  const current = currentOf(keys);
  if (!current) {
    const heir = heirAmong(keys, policy) ?? spare;
    return [...ended.filter(({ id }) => id !== heir?.id), ...(heir ? [heir.activate(now)] : [])];
  }
  if (!standby) return spare ? [...ended, spare] : ended;
  return mayFollow(current, standby, policy, now) ? [...ended, ...follow(current, standby, now)] : ended;
}

/** The next key signs now, or as soon as it is known to everybody. */
export function rotate(keys: Keys, policy: RotationPolicy, now: Date, spare: SigningKey | null): Keys {
  const next = standbyOf(keys, policy.algorithm) ?? spare;
  if (!next) return [];
  const current = currentOf(keys);
  if (!current) return [next.activate(now)];
  if (next.knownFrom <= now) return follow(current, next, now);
  return next.wantedAt ? [] : [next.want(now)];
}

/** One key is out at once. If it was the one that signs, the next takes over, known to everybody or not. */
export function withdraw(keys: Keys, id: string, policy: RotationPolicy, now: Date): Keys {
  const key = keys.find((candidate) => candidate.id === id);
  if (!key) return [];
  const heir = key.state === 'current' ? heirAmong(keys, policy) : undefined;
  return heir ? [key.withdraw(now), heir.activate(now)] : [key.withdraw(now)];
}

const follow = (current: SigningKey, next: SigningKey, now: Date): Keys => [
  current.stop(now),
  next.activate(now),
];

/** Another algorithm than configured is better than a key that nobody knows yet. */
const heirAmong = (keys: Keys, { algorithm }: RotationPolicy): SigningKey | undefined =>
  standbyOf(keys, algorithm) ?? keys.find(({ state }) => state === 'published');

function mayFollow(current: SigningKey, next: SigningKey, policy: RotationPolicy, now: Date): boolean {
  if (next.knownFrom > now) return false;
  const signsSince = (current.activatedAt ?? current.publishedAt).getTime();
  const isOld = now.getTime() - signsSince >= policy.rotationDays * DAY_MS;
  return isOld || next.wantedAt !== null || current.algorithm !== policy.algorithm;
}

/**
 * Its last token is dead; or it was published for an algorithm that is no longer configured. A day, because nodes that
 * are given a new setting one after the other must not throw out each other's next key.
 */
function isSpent(key: SigningKey, { algorithm }: RotationPolicy, now: Date): boolean {
  if (key.state === 'retiring') return key.verifiesUntil !== null && key.verifiesUntil <= now;
  const isStray = key.state === 'published' && key.algorithm !== algorithm;
  return isStray && now.getTime() - key.publishedAt.getTime() >= DAY_MS;
}

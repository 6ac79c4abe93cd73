import type { Argon2Engine, Argon2Input } from './argon2-engine.js';

/** A published result of the reference implementation, small enough to compute at every start. */
const QUESTION: Argon2Input = {
  type: 'argon2id',
  version: 0x13,
  memoryKiB: 256,
  passes: 2,
  lanes: 1,
  password: 'password',
  salt: Buffer.from('somesalt'),
  length: 32,
  secret: undefined,
};
const ANSWER = '9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe';

/** The fastest engine whose binary loads here and computes correctly. */
export async function loadArgon2Engine(): Promise<Argon2Engine> {
  return (await loadNodeRsEngine()) ?? (await loadPackageEngine());
}

/** @returns null where the optional dependency is not installed or has no binary for this platform */
export async function loadNodeRsEngine(): Promise<Argon2Engine | null> {
  try {
    const { Argon2NodeRsEngine } = await import('./argon2-node-rs-engine.js');
    return await proven(new Argon2NodeRsEngine());
  } catch {
    return null;
  }
}

/** @throws Error when the binary does not load: without it no password can be checked, so the boot must fail */
export async function loadPackageEngine(): Promise<Argon2Engine> {
  const { Argon2PackageEngine } = await import('./argon2-package-engine.js');
  return proven(new Argon2PackageEngine());
}

async function proven(engine: Argon2Engine): Promise<Argon2Engine> {
  const answer = await engine.derive(QUESTION);
  if (answer.toString('hex') !== ANSWER) throw new Error(`${engine.name} computes wrong argon2 hashes`);
  return engine;
}

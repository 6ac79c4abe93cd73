import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';

export const newId = (): string => v7();
/** As SHA-256 of a secret that nobody knows. */
export const secretHash = (): Buffer => randomBytes(32);

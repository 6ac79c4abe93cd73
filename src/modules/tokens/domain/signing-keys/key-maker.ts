import type { NewKey, SigningAlgorithm } from './signing-key.js';

/** Makes key pairs. An RSA key takes up to seconds: never inside a transaction. */
export abstract class KeyMaker {
  abstract make(algorithm: SigningAlgorithm): Promise<NewKey>;
}

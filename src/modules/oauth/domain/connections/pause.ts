/** Waiting, as a port: tests do not wait. */
export abstract class Pause {
  abstract for(milliseconds: number): Promise<void>;
}

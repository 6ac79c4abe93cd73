/** The only source of time outside platform code. */
export abstract class Clock {
  abstract now(): Date;
}

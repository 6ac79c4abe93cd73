/** Pictures for cameras. */
export abstract class QrCodes {
  /** @returns an SVG as a data URL */
  abstract draw(text: string): Promise<string>;
}

/** An address as its owner writes it, and as it is compared: people do not tell `Jane@` from `jane@`. */
export interface Email {
  readonly text: string;
  readonly normalised: string;
}

/** @param text a syntactically valid address */
export function emailOf(text: string): Email {
  const trimmed = text.trim().normalize('NFC');
  return { text: trimmed, normalised: trimmed.toLowerCase() };
}

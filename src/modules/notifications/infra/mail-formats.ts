/** How a language writes times. */
export function mailFormats(locale: string) {
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
  return {
    /** @param iso a time; mails say UTC, for we do not know where they are read */
    when: (iso: string): string => `${date.format(Date.parse(iso))} UTC`,
  };
}

const TIME =
  /^(?<day>\d{4}-\d\d-\d\d)(?:[T ](?<time>\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(?<zone>Z|[+-]\d\d(?::?\d\d)?))?$/i;

/**
 * Reads ISO 8601, also as databases write it; a day alone is its beginning in UTC.
 * @returns null when there is no such time, and when its zone is missing
 */
export function timeOf(text: string): Date | null {
  const { day, time = '00:00', zone = 'Z' } = TIME.exec(text)?.groups ?? {};
  if (day === undefined) return null;
  const [hours, minutes = '00'] = [zone.slice(0, 3), zone.slice(3).replace(':', '') || undefined];
  const moment = new Date(`${day}T${time}${zone.toUpperCase() === 'Z' ? 'Z' : `${hours}:${minutes}`}`);
  const midnight = new Date(day);
  // 30 February would quietly become 2 March.
  const exists = !Number.isNaN(moment.getTime()) && midnight.toISOString().startsWith(day);
  return exists ? moment : null;
}

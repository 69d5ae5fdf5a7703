const FALLBACK = 'UTC';

/** The time zone of a cookie's value; UTC when it is none that can be shown. */
export function zoneOf(value: string | undefined): string {
  if (value === undefined) return FALLBACK;
  try {
    const zone = decodeURIComponent(value);
    new Intl.DateTimeFormat('en-GB', { timeZone: zone });
    return zone;
  } catch {
    return FALLBACK;
  }
}

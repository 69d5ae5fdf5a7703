const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string, key: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const id = `${zone} ${key}`;
  const known = formatters.get(id);
  if (known !== undefined) return known;
  // One locale for server and browser, or the two would not render the same.
  const made = new Intl.DateTimeFormat('en-GB', { ...options, timeZone: zone, hourCycle: 'h23' });
  formatters.set(id, made);
  return made;
}

const day = (at: number, zone: string) =>
  formatter(zone, 'day', { year: 'numeric', month: '2-digit', day: '2-digit' }).format(at);

/** The time of the clock, `14:02` or `14:02:11`. */
export function timeText(at: number, zone: string, seconds = false): string {
  return formatter(zone, seconds ? 'seconds' : 'time', {
    hour: '2-digit',
    minute: '2-digit',
    ...(seconds && { second: '2-digit' }),
  }).format(at);
}

/** A moment near now, as short as it stays clear: `14:02`, `yesterday 18:22`, `Mon 09:14`, `3 Nov 09:14`, `3 Nov 2025`. */
export function momentText(at: number, now: number, zone: string, seconds = false): string {
  const clock = timeText(at, zone, seconds);
  const dayMs = 86_400_000;
  // Half a day ago cannot be mistaken for another day, midnight or not.
  if (day(at, zone) === day(now, zone) || (at <= now && now - at < dayMs / 2)) return clock;
  if (day(at, zone) === day(now - dayMs, zone)) return `yesterday ${clock}`;
  if (at < now && now - at < 6 * dayMs)
    return `${formatter(zone, 'weekday', { weekday: 'short' }).format(at)} ${clock}`;
  const sameYear = formatter(zone, 'year', { year: 'numeric' });
  const date = formatter(zone, 'date', { day: 'numeric', month: 'short' }).format(at);
  return sameYear.format(at) === sameYear.format(now) ? `${date} ${clock}` : `${date} ${sameYear.format(at)}`;
}

/** The whole moment with its zone, for hover: `24 Nov 2026, 14:02:11 CET`. */
export function absoluteText(at: number, zone: string): string {
  return formatter(zone, 'absolute', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  }).format(at);
}

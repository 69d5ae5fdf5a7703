import { AppError } from '#lib/errors.ts';

const DAY_MS = 86_400_000;
const UNITS: Record<string, number> = { m: 60_000, h: 3_600_000, d: DAY_MS };

/**
 * The end that `30d`, `12h`, `45m`, a date (its end, UTC) or a moment with its zone names; `now` in milliseconds.
 * @throws AppError invalid_input
 */
export function parseUntil(text: string, now: number): Date {
  const lasting = /^(\d{1,7})([mhd])$/.exec(text);
  if (lasting !== null) return new Date(now + Number(lasting[1]) * (UNITS[lasting[2] ?? ''] ?? 0));
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const isMoment = /^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/.test(text);
  const time = isDate || isMoment ? Date.parse(text) : Number.NaN;
  // A date that the calendar lacks rolls over: 31 February is 3 March.
  if (Number.isNaN(time) || (isDate && new Date(time).toISOString().slice(0, 10) !== text)) {
    throw new AppError(
      'invalid_input',
      `--until ${text} is no end. Write for example 30d, 2026-12-31 (its end, UTC) or 2026-12-31T18:00:00Z.`,
    );
  }
  return new Date(isDate ? time + DAY_MS : time);
}

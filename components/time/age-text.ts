export { ageText } from '#lib/domain/age-text.ts';

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

/** The same in words for a sentence: `9 minutes`, `1 hour`. */
export function ageWords(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [count, unit] =
    whole < MINUTE
      ? [whole, 'second']
      : whole < HOUR
        ? [Math.floor(whole / MINUTE), 'minute']
        : whole < 2 * DAY
          ? [Math.floor(whole / HOUR), 'hour']
          : [Math.floor(whole / DAY), 'day'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** How long until the text of an age changes, in seconds: what has to tick, and what may rest. */
export function ageStep(seconds: number): number {
  if (seconds < MINUTE) return 1;
  return seconds < HOUR ? 10 : MINUTE;
}

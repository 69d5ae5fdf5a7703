const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

/** An age in one short word: `8 s`, `9 min`, `3 h`, `2 d`. */
export function ageText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < MINUTE) return `${whole} s`;
  if (whole < HOUR) return `${Math.floor(whole / MINUTE)} min`;
  if (whole < 2 * DAY) return `${Math.floor(whole / HOUR)} h`;
  return `${Math.floor(whole / DAY)} d`;
}

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

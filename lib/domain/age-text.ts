const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

/** An age in seconds as one short word: `8 s`, `9 min`, `3 h`, `2 d`. */
export function ageText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < MINUTE) return `${whole} s`;
  if (whole < HOUR) return `${Math.floor(whole / MINUTE)} min`;
  if (whole < 2 * DAY) return `${Math.floor(whole / HOUR)} h`;
  return `${Math.floor(whole / DAY)} d`;
}

const WIDTH = 112;
const HEIGHT = 24;

/** How many resources were drifted at the end of each day, as a line and in words. */
export function DriftSparkline({ days }: { days: readonly number[] }) {
  const most = Math.max(1, ...days);
  const step = WIDTH / Math.max(1, days.length - 1);
  const y = (count: number) => HEIGHT - 2 - (count / most) * (HEIGHT - 4);
  const points = days.map((count, index) => `${(index * step).toFixed(1)},${y(count).toFixed(1)}`).join(' ');
  const now = days.at(-1) ?? 0;
  return (
    <svg
      role="img"
      aria-label={`Drifted at the end of the last ${days.length} days: ${days.join(', ')}`}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      className={now > 0 ? 'text-drifted' : 'text-ink-3'}
    >
      <title>{days.join(' · ')}</title>
      <polyline points={points} fill="none" stroke="currentColor" strokeWidth="1.25" strokeLinejoin="round" />
    </svg>
  );
}

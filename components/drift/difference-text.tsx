const ARROW = ' → ';

/** A difference in one line. Both sides of the arrow keep their own direction, or Arabic would swap them. */
export function DifferenceText({ text }: { text: string }) {
  const at = text.lastIndexOf(ARROW);
  if (at < 0) return <bdi>{text}</bdi>;
  return (
    <>
      <bdi>{text.slice(0, at)}</bdi>
      {ARROW}
      <bdi>{text.slice(at + ARROW.length)}</bdi>
    </>
  );
}

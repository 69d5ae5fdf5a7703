import { BreakableText } from '#components/ui/breakable-text.tsx';

const ARROW = ' → ';

/** A difference in one line. Both sides of the arrow keep their own direction, or Arabic would swap them. */
export function DifferenceText({ text }: { text: string }) {
  const at = text.lastIndexOf(ARROW);
  if (at < 0) return <Side text={text} />;
  return (
    <>
      <Side text={text.slice(0, at)} />
      {ARROW}
      <Side text={text.slice(at + ARROW.length)} />
    </>
  );
}

function Side({ text }: { text: string }) {
  return (
    <bdi>
      <BreakableText text={text} />
    </bdi>
  );
}

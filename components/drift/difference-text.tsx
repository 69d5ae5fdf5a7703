import { BreakableText } from '#components/ui/breakable-text.tsx';

const ARROW = ' → ';

interface Props {
  text: string;
  /** It has more than one line; a break would open one in a cell that has not. */
  wraps?: boolean;
}

/** A difference in one line. Both sides of the arrow keep their own direction, or Arabic would swap them. */
export function DifferenceText({ text, wraps = false }: Props) {
  const at = text.lastIndexOf(ARROW);
  if (at < 0) return <Side text={text} wraps={wraps} />;
  return (
    <>
      <Side text={text.slice(0, at)} wraps={wraps} />
      {ARROW}
      <Side text={text.slice(at + ARROW.length)} wraps={wraps} />
    </>
  );
}

function Side({ text, wraps }: Required<Props>) {
  return <bdi>{wraps ? <BreakableText text={text} /> : text}</bdi>;
}

const SHORT = 24;
const TAIL = 10;

/** Splits a text so that its end stays readable when its beginning is cut; short ones stay whole. */
export function splitForMiddle(text: string): [head: string, tail: string] {
  const characters = Array.from(text);
  if (characters.length <= SHORT) return [text, ''];
  return [characters.slice(0, -TAIL).join(''), characters.slice(-TAIL).join('')];
}

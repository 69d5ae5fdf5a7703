/** A path, name or value in the pieces after which a line may end: behind its separators, and not in mid word. */
export function breakPoints(text: string): string[] {
  return text.match(/[^/.:,-]*[/.:,-]+|[^/.:,-]+/g) ?? [];
}

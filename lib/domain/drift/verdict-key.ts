/** What a verdict of two contents was made from, in the order of its key. */
interface VerdictParts {
  desiredHash: string;
  actualHash: string;
  schemaHash: string | null;
  catalogue: string;
  /** Rules are part of it by their ids, as they never change; so one that expires or is removed is a new key. */
  ruleIds: readonly string[];
}

/** The key of a verdict: with the same one nothing is compared again. */
export function verdictKey({
  desiredHash,
  actualHash,
  schemaHash,
  catalogue,
  ruleIds,
}: VerdictParts): string {
  return [short(desiredHash), short(actualHash), short(schemaHash ?? '-'), catalogue, ruleIds.join()].join(
    ':',
  );
}

// 128 of a hash's 256 bits: enough to tell contents apart, and the key travels with every row that is read or written.
function short(hash: string): string {
  return hash.slice(0, 32);
}

/** The ids of the rules that a verdict was made by. */
export function ruleIdsIn(key: string): string[] {
  return (key.split(':', 5)[4] ?? '').split(',').filter((id) => id !== '');
}

/** True when both verdicts are of the same two contents, judged by other rules. */
export function isSamePair(before: string | undefined, after: string): boolean {
  const pairOf = (key: string) => key.split(':', 2).join(':');
  return before !== undefined && before !== '' && pairOf(before) === pairOf(after);
}

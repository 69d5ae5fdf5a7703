/** Fewer documents than this are everyday work: taking a rack or a tenant out of service. */
export const ASKS_FROM_REMOVED = 20;
/** Below half, what stays shows that the revision was meant; from half on it looks like a wrong directory or branch. */
export const ASKS_FROM_SHARE = 0.5;
/** Nothing left is asked about earlier, but a fabric of a few documents may be cleared without a question. */
export const ASKS_WHEN_NOTHING_IS_LEFT_FROM = 10;

/** How many resources Git has now, and how many of them a reading would take away. */
export interface Removal {
  held: number;
  removed: number;
}

/** What is known of a revision that waits for somebody to confirm it. */
export interface HeldReading {
  reason: string;
  removed: number;
  /** The first few that would go, as `Kind/name`. */
  examples: readonly string[];
}

/** Why a reading may not be taken on without asking, in words that follow "it"; null when it may (product.md, Guards). */
export function judgeReading({ held, removed }: Removal): string | null {
  if (removed >= held && held >= ASKS_WHEN_NOTHING_IS_LEFT_FROM)
    return `would take away all ${held} documents`;
  if (removed < ASKS_FROM_REMOVED || removed < held * ASKS_FROM_SHARE) return null;
  return `would take away ${removed} of ${held} documents`;
}

/** The sentence about what a held revision would do, with the first few names. */
export function heldReasonText({ reason, removed, examples }: HeldReading): string {
  if (examples.length === 0) return `it ${reason}`;
  const more = removed - examples.length;
  return `it ${reason} (${examples.join(', ')}${more > 0 ? ` and ${more} more` : ''})`;
}

/** True while a fabric's revision waits: nobody has confirmed exactly the set that it would take away. */
export function isHeld(fabric: {
  heldRevision: string | null;
  heldSet: string | null;
  releasedSet: string | null;
}): boolean {
  return fabric.heldRevision !== null && fabric.releasedSet !== fabric.heldSet;
}

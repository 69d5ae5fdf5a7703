import { findKindProfile } from '#lib/domain/hedgehog/catalogue.ts';
import { isSystemKind } from '#lib/domain/hedgehog/system-owned.ts';
import type { ServedKind } from '#lib/kubernetes/observation.ts';

interface KindName {
  group: string;
  kind: string;
}

interface Problem {
  code: 'kind_not_managed' | 'api_version_not_served';
  message: string;
}

/** What a fabric manages, from its own choice, the catalogue and what Git holds. */
export interface KindChoice {
  /** `group/Kind`; null for the defaults. */
  chosen: readonly string[] | null;
  /** `group/Kind` of everything that Git was ever seen to hold. */
  inGit: readonly string[];
}

/** The choice as a fabric's row holds it. */
export function kindChoiceOf(fabric: { managedKinds: string | null; gitKinds: string }): KindChoice {
  return {
    chosen: fabric.managedKinds === null ? null : JSON.parse(fabric.managedKinds),
    inGit: JSON.parse(fabric.gitKinds),
  };
}

const nameOf = ({ group, kind }: KindName) => `${group}/${kind}`;

function isWiring(group: string, kind: string): boolean {
  return findKindProfile(group, kind)?.layer === 'wiring';
}

/**
 * Whether a fabric manages a kind. By default: what users write, and of the rest what Git holds. Wiring that only the
 * installer knows would otherwise be a fabric full of orphans (hedgehog-kinds.md B.7); one wiring document in Git
 * says that Git means to hold the wiring.
 */
export function managesKind({ chosen, inGit }: KindChoice, kind: KindName): boolean {
  if (chosen !== null) return chosen.includes(nameOf(kind));
  if (isSystemKind(kind.group, kind.kind)) return false;
  const profile = findKindProfile(kind.group, kind.kind);
  if (profile === null) return inGit.includes(nameOf(kind));
  if (profile.layer === 'user') return true;
  return inGit.some((name) => {
    const [group = '', other = ''] = name.split('/');
    return isWiring(group, other);
  });
}

/** What is wrong with a document's kind or version; null when it can be managed. `served` is null before discovery. */
export function judgeKind(
  choice: KindChoice,
  served: readonly ServedKind[] | null,
  kind: KindName,
  apiVersion: string,
): Problem | null {
  if (!managesKind(choice, kind)) {
    return {
      code: 'kind_not_managed',
      message: `${kind.kind} is not managed by this fabric; the document is left alone.`,
    };
  }
  if (served === null) return null;
  const found = served.find((candidate) => nameOf(candidate) === nameOf(kind));
  if (found?.servedVersions.some((version) => `${kind.group}/${version}` === apiVersion)) return null;
  const there =
    found === undefined
      ? `no kind ${kind.kind} of ${kind.group}`
      : `it as ${found.servedVersions.join(', ')}`;
  const message = `The cluster does not serve ${kind.kind} as ${apiVersion}; it serves ${there}.`;
  return { code: 'api_version_not_served', message };
}

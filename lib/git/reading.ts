import type { KubernetesObject, ResourceIdentity } from '../domain/hedgehog/kubernetes-object.ts';

/** `error`: something of the document or file was not read. `warning`: read, but not as its author may think. `info`: left out on purpose. */
export type FindingSeverity = 'error' | 'warning' | 'info';

/** What can be found wrong, or worth knowing, while a directory of a repository is read, and how much it matters. */
export const FINDING_SEVERITIES = {
  syntax_error: 'error',
  duplicate_key: 'error',
  alias_limit: 'error',
  missing_api_version: 'error',
  missing_kind: 'error',
  missing_name: 'error',
  invalid_name: 'error',
  invalid_metadata: 'error',
  duplicate_identity: 'error',
  oversize: 'error',
  not_utf8: 'error',
  lfs_pointer_skipped: 'error',
  inexact_number: 'warning',
  symlink_skipped: 'warning',
  submodule_skipped: 'info',
  template_skipped: 'info',
} as const satisfies Record<string, FindingSeverity>;
export type FindingCode = keyof typeof FINDING_SEVERITIES;

/** Where a document stands: a path from the root of the repository, and for people the 1-based lines within the file. */
export interface DocumentPlace {
  path: string;
  documentIndex: number;
  startLine: number;
  endLine: number;
}

/** One thing found while reading. `line` is 1-based; `documentIndex` counts from 0 within the file. */
export interface Finding {
  code: FindingCode;
  severity: FindingSeverity;
  path: string;
  documentIndex: number | null;
  line: number | null;
  /** One sentence for people: what is wrong, with what, and what to do. */
  message: string;
  /** Whom it is about, where that could still be told. */
  identity: ResourceIdentity | null;
}

/** How a document can be changed in place; an item of a `kind: List` cannot, and `replaceDocument` says so. */
export type DocumentForm = 'yaml' | 'json' | 'list_item';

/** One Hedgehog object as a file of a revision holds it. */
export interface GitDocument extends DocumentPlace {
  identity: ResourceIdentity;
  apiVersion: string;
  object: KubernetesObject;
  form: DocumentForm;
  /** Line ends as LF and a final newline, comments included: what an editor shows. Of a list item: the item, written as YAML. */
  text: string;
  /** SHA-256 of `text`. */
  textHash: string;
  /** UTF-16 offsets of the raw document within the decoded file (of a list item: of the whole list). */
  startOffset: number;
  endOffset: number;
  /** SHA-1 or SHA-256 name of the file's blob, as Git has it. */
  blob: string;
}

/** An object that is no Hedgehog resource (a ConfigMap, an Argo CD Application …): listed, never judged. */
export interface IgnoredObject extends DocumentPlace {
  apiVersion: string;
  kind: string;
  name: string | null;
}

/** A file, or a document of it, that could not be read: what it gave last stays, marked stale. */
export interface UnreadablePart {
  path: string;
  blob: string;
  /** Null when the file as a whole could not be read. */
  documentIndex: number | null;
  /** Whom the part is about where that can still be told (a duplicate key); null leaves everything open. */
  identity: ResourceIdentity | null;
  /** The raw text, to look for names in; null where it was not read (oversize, LFS pointer, symlink, submodule). */
  text: string | null;
}

/** Two or more documents with one identity: none of them wins. */
export interface AmbiguousIdentity {
  identity: ResourceIdentity;
  documents: GitDocument[];
}

/** A file that was looked into. An unchanged file of two readings through one cache is the same object (`===`). */
export interface GitFile {
  path: string;
  blob: string;
  documents: GitDocument[];
  findings: Finding[];
  ignored: IgnoredObject[];
  unreadable: UnreadablePart[];
}

/**
 * Everything that one directory says at one revision. `documents` has each identity once; those that stand twice are
 * in `ambiguous` only. The reading is complete in that every file was looked at; what a broken file hides is told by
 * `unreadable`, so ask `provesAbsence` before concluding that something is gone.
 */
export interface GitReading {
  revision: string;
  directory: string;
  /** The directory's tree; two readings with the same tree say the same. Null when the directory is missing. */
  tree: string | null;
  /** True when the revision has no such directory: complete and empty, but a reason to be careful. */
  directoryMissing: boolean;
  files: GitFile[];
  documents: GitDocument[];
  ambiguous: AmbiguousIdentity[];
  findings: Finding[];
  ignored: IgnoredObject[];
  unreadable: UnreadablePart[];
}

/** Author, times and first line of a commit. The times are the author's and committer's clocks: shown, never used to decide. */
export interface CommitInfo {
  commit: string;
  parents: string[];
  authorName: string;
  authorEmail: string;
  authoredAt: Date;
  committedAt: Date;
  subject: string;
}

/** How a repository is entered. A token alone is sent as the password of a neutral user name. */
export type GitCredentials =
  | { kind: 'none' }
  | { kind: 'token'; token: string }
  | { kind: 'basic'; username: string; password: string };

/** Whether a commit is part of a branch; `unknown` when the object is not in the mirror. */
export type Containment = 'contained' | 'missing' | 'unknown';

/** How a branch moved between two tips. `rewound` and `diverged` are proven rewrites; `unknown` proves nothing. */
export type BranchMove = 'same' | 'forward' | 'rewound' | 'diverged' | 'unknown';

/** What a fetch brought. `branches` is filled only when a wanted branch is missing, to name what there is. */
export interface FetchResult {
  /** Commit by wanted branch; null when the repository has no such branch. */
  tips: Record<string, string | null>;
  branches: string[] | null;
  /** True when the mirror was broken, or new, and was built from nothing. */
  rebuilt: boolean;
}

/** A file as it shall stand in the commit; null deletes it. `base` is the blob the new text was made from (null: no file there). */
export interface FileChange {
  path: string;
  newText: string | null;
  base: string | null;
}

/** A name and an address as Git records them. */
export interface GitPerson {
  name: string;
  email: string;
}

/**
 * `pushed` and `already`: the branch holds exactly the wanted content at `commit`. `moved`: the branch, or a file that
 * was to change, is not what the change was made from; read `tip` (null: the branch is gone) and decide again.
 * `refused`: the server said no, in its own words. That it could not be asked is an `AppError`.
 */
export type PushOutcome =
  | { kind: 'pushed'; commit: string }
  | { kind: 'already'; commit: string }
  | { kind: 'moved'; tip: string | null; paths: string[] }
  | { kind: 'refused'; message: string };

/** What a real connection test found. `tip` is null for a repository that has no commit yet. */
export interface ConnectionReport {
  branch: string;
  tip: string | null;
  branches: string[];
  /** Whether a push would be let in; a refusal in the server's words. Hooks and branch protection speak only at a real push. */
  push: { allowed: true } | { allowed: false; message: string };
}

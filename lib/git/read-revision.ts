import { identityKey } from '../domain/hedgehog/kubernetes-object.ts';
import { AppError } from '../errors.ts';
import { normaliseDirectory } from '../repository-path.ts';
import type { BlobCache } from './blob-cache.ts';
import { findDirectory } from './find-directory.ts';
import { chartFolders, judgeEntry } from './judge-entry.ts';
import { listTree } from './list-tree.ts';
import { lookIntoFile } from './look-into-file.ts';
import type { Mirror } from './mirror.ts';
import type { AmbiguousIdentity, Finding, GitDocument, GitFile, GitReading } from './reading.ts';

/** Which directory to read, of which commit. */
export interface ReadRevisionRequest {
  mirror: Mirror;
  /** A full commit name, as `fetchMirror` gives it. */
  revision: string;
  /** From the root of the repository; '' or '.' is the root. */
  directory: string;
  cache: BlobCache;
  /** The reading before of the same directory: the same tree costs nothing. */
  previous?: GitReading | null;
  /** Larger files are reported, not read. */
  maxFileBytes?: number;
}

const MAX_FILE_BYTES = 10 * 1024 * 1024;

/**
 * Reads every manifest below a directory at one commit, from the object store alone. Unchanged files come from the cache
 * as the same objects. Throws AppError git_failed when the mirror lacks the commit or is damaged: fetch, then read again.
 */
export async function readRevision(request: ReadRevisionRequest): Promise<GitReading> {
  const { mirror, revision, previous } = request;
  const directory = normaliseDirectory(request.directory);
  if (previous?.revision === revision && previous.directory === directory) return previous;
  const tree = await findDirectory(mirror, revision, directory);
  if (tree === null) return assemble(revision, directory, null, []);
  if (previous?.tree === tree && previous.directory === directory) return { ...previous, revision };
  return assemble(revision, directory, tree, await readFiles(request, directory, tree));
}

async function readFiles(request: ReadRevisionRequest, directory: string, tree: string): Promise<GitFile[]> {
  const { mirror, cache, maxFileBytes = MAX_FILE_BYTES } = request;
  const entries = await listTree(mirror, tree);
  const charts = chartFolders(entries);
  const prefix = directory === '' ? '' : `${directory}/`;
  const files: Promise<GitFile>[] = [];
  for (const entry of entries) {
    const path = prefix + entry.path;
    const verdict = judgeEntry(entry, path, charts, maxFileBytes);
    if (verdict.kind === 'told') files.push(Promise.resolve(verdict.file));
    if (verdict.kind === 'read') files.push(readFile(mirror, cache, path, entry.name));
  }
  return Promise.all(files);
}

async function readFile(mirror: Mirror, cache: BlobCache, path: string, blob: string): Promise<GitFile> {
  const known = cache.get(path, blob);
  if (known !== undefined) return known;
  const object = await mirror.objects.read(blob);
  if (object === null) {
    mirror.damaged = true;
    throw new AppError(
      'git_failed',
      `The mirror of ${mirror.url} is damaged (${path} is missing). The next sync builds it anew.`,
    );
  }
  const file = lookIntoFile({ path, blob, body: object.body });
  cache.set(file, object.body.length);
  return file;
}

function assemble(revision: string, directory: string, tree: string | null, files: GitFile[]): GitReading {
  const { documents, ambiguous } = separate(files.flatMap((file) => file.documents));
  return {
    revision,
    directory,
    tree,
    directoryMissing: tree === null,
    files,
    documents,
    ambiguous,
    findings: [...files.flatMap((file) => file.findings), ...ambiguous.flatMap(duplicateFindings)],
    ignored: files.flatMap((file) => file.ignored),
    unreadable: files.flatMap((file) => file.unreadable),
  };
}

function separate(all: GitDocument[]): { documents: GitDocument[]; ambiguous: AmbiguousIdentity[] } {
  const byIdentity = new Map<string, GitDocument[]>();
  for (const document of all) {
    const key = identityKey(document.identity);
    const others = byIdentity.get(key);
    if (others === undefined) byIdentity.set(key, [document]);
    else others.push(document);
  }
  const documents: GitDocument[] = [];
  const ambiguous: AmbiguousIdentity[] = [];
  for (const group of byIdentity.values()) {
    const [first] = group;
    if (first === undefined) continue;
    if (group.length === 1) documents.push(first);
    else ambiguous.push({ identity: first.identity, documents: group });
  }
  return { documents, ambiguous };
}

function duplicateFindings({ identity, documents }: AmbiguousIdentity): Finding[] {
  return documents.map((document) => {
    const others = documents
      .filter((other) => other !== document)
      .map(({ path, startLine }) => `${path}:${startLine}`);
    const message = `${identity.kind} ${identity.namespace}/${identity.name} also stands in ${others.join(', ')}; neither counts until one is removed.`;
    const { path, documentIndex, startLine: line } = document;
    return { code: 'duplicate_identity', severity: 'error', path, documentIndex, line, message, identity };
  });
}

import type { FabricRow, RepositoryRow } from '#db/queries/fabrics.ts';
import { findFabricSource } from '#db/queries/fabrics.ts';
import { findJudgedCommits } from '#db/queries/waiting.ts';
import { identityKey } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { isHeld } from '#lib/domain/lifecycle/breaker.ts';
import { AppError, toAppError } from '#lib/errors.ts';
import type { BlobCache } from '#lib/git/blob-cache.ts';
import { createBlobCache } from '#lib/git/blob-cache.ts';
import { fetchMirror } from '#lib/git/fetch-mirror.ts';
import { describeMissingDirectory } from '#lib/git/find-directory.ts';
import { compareTips, containment } from '#lib/git/history.ts';
import type { Mirror } from '#lib/git/mirror.ts';
import { provesAbsence } from '#lib/git/proves-absence.ts';
import { readRevision } from '#lib/git/read-revision.ts';
import type { GitCredentials, GitReading } from '#lib/git/reading.ts';
import type { ServedKind } from '#lib/kubernetes/observation.ts';
import { unseal } from '#lib/seal.ts';
import {
  recordGitConnected,
  recordGitFailure,
  recordRewoundTip,
} from '#lib/services/fabric/record-connection.ts';
import type { Fencing } from '#lib/services/lifecycle/fabric-context.ts';
import type { ReadDocument, ReadFinding } from '#lib/services/resource/record-git-reading.ts';
import { recordGitReading, recordUnchangedRevision } from '#lib/services/resource/record-git-reading.ts';
import type { KindChoice } from './managed-kinds.ts';
import { judgeKind, kindChoiceOf } from './managed-kinds.ts';
import { toReadDocument } from './read-objects.ts';
import type { WorkerContext } from './worker-context.ts';

/**
 * `again`: the branch stands at an older commit than known; one more look decides whether it was rewritten.
 * `held`: what it says waits for somebody to confirm it.
 */
export type GitSyncOutcome = 'recorded' | 'failed' | 'again' | 'held';

/** Reads one fabric's directory of its repository. */
export interface GitObserver {
  /** `judgedAnew`: read even an unchanged revision, because what the cluster serves has changed. */
  sync(options?: { judgedAnew?: boolean }): Promise<GitSyncOutcome>;
  /** Runs with the fabric's mirror open and to itself. */
  withMirror<T>(use: (open: OpenMirror) => Promise<T>): Promise<T>;
}

/** A mirror with what it takes to read and push through it; the cache is the one of the syncs. */
export interface OpenMirror {
  mirror: Mirror;
  credentials: GitCredentials;
  cache: BlobCache;
}

function credentialsOf(repository: RepositoryRow, secret: string): GitCredentials {
  if (repository.sealedPassword === null) return { kind: 'none' };
  const password = unseal(repository.sealedPassword, secret);
  return repository.username === null
    ? { kind: 'token', token: password }
    : { kind: 'basic', username: repository.username, password };
}

/** Makes the observer of one fabric's Git side; nothing is read before `sync`. */
export function createGitObserver(
  context: WorkerContext,
  fabricId: string,
  fencing: Fencing,
  served: () => readonly ServedKind[] | null,
): GitObserver {
  const cache: BlobCache = createBlobCache();
  let previous: GitReading | null = null;
  // A fabric keeps its repository for life.
  let url: string | null = null;

  const load = async () => {
    const found = await findFabricSource(context.db, fabricId);
    if (found === null) throw new AppError('not_found', 'The fabric is gone.');
    return found;
  };

  const withMirror: GitObserver['withMirror'] = async (use) => {
    const { repository } = await load();
    const credentials = credentialsOf(repository, context.secret);
    return context.mirrors.use(repository.url, (mirror) => use({ mirror, credentials, cache }));
  };

  const readMirror = async (mirror: Mirror, judgedAnew: boolean): Promise<GitSyncOutcome> => {
    const { db } = context;
    // Asked for again: waiting for the mirror may have taken a while, and the time must be before the fetch.
    const { fabric, repository, now: startedAt } = await load();
    const credentials = credentialsOf(repository, context.secret);
    const fetched = await fetchMirror(mirror, { branches: [fabric.branch], credentials });
    const tip = fetched.tips[fabric.branch] ?? null;
    const known = fabric.gitKnownTip;
    const healthy = repository.connection === 'connected' && fabric.gitError === null;
    if (healthy && !judgedAnew && tip !== null) {
      if (waitsAt(fabric, tip, previous)) return 'held';
      if (standsAt(fabric, tip, previous)) {
        await recordUnchangedRevision(db, fabricId, fencing, tip, startedAt);
        return 'recorded';
      }
    }
    await recordGitConnected(db, fabricId, fencing);
    if (tip === null) throw branchMissing(fabric, fetched.branches);
    const move = known === null ? 'forward' : await compareTips(mirror, known, tip);
    if (move === 'rewound' && fabric.gitRewoundTip !== tip) {
      await recordRewoundTip(db, fabricId, fencing, tip);
      return 'again';
    }
    const rewritten = move === 'rewound' || move === 'diverged' || move === 'unknown';
    const contained = await containedCommits(context, fabricId, mirror, tip);
    const ancestry = { contains: (commit: string) => contained.get(commit) ?? true, rewritten };
    const reading = await readRevision({
      mirror,
      revision: tip,
      directory: fabric.directory,
      cache,
      previous,
    });
    // An empty directory is a fact, one that is not there most often a mistake: nothing is concluded from it.
    if (reading.directoryMissing) throw await directoryMissing(mirror, fabric, tip);
    previous = reading;
    const judged = judge(reading, kindChoiceOf(fabric), served());
    const outcome = await recordGitReading(db, fabricId, fencing, {
      revision: tip,
      startedAt,
      ancestry,
      ...judged,
      ambiguous: reading.ambiguous.map(({ identity }) => identity),
      provesAbsence: (identity, lastPath) => provesAbsence(reading, identity, lastPath),
    });
    return outcome === 'held' ? 'held' : 'recorded';
  };

  const sync = async ({ judgedAnew = false } = {}): Promise<GitSyncOutcome> => {
    try {
      url ??= (await load()).repository.url;
      return await context.mirrors.use(url, (mirror) => readMirror(mirror, judgedAnew));
    } catch (error) {
      const failure = toAppError(error);
      if (failure.code === 'conflict') throw failure;
      context.log.warn({ fabricId, code: failure.code, err: failure }, 'git sync failed');
      const disconnected =
        failure.code === 'git_unreachable' ||
        failure.code === 'git_credentials' ||
        failure.code === 'git_failed';
      await recordGitFailure(context.db, fabricId, fencing, failure.message, disconnected);
      return 'failed';
    }
  };

  return { sync, withMirror };
}

/**
 * The same revision says the same: nothing is read, nothing compared. What it leaves open, such as a file that cannot be
 * read, has to be asked again for objects that have come since.
 */
function standsAt(fabric: FabricRow, tip: string, previous: GitReading | null): boolean {
  const { gitKnownTip, gitRevision, heldRevision } = fabric;
  return isPlain(previous) && tip === gitKnownTip && tip === gitRevision && heldRevision === null;
}

/** Nothing to say of it that was not said: it waits for a person, and who confirms it asks for a sync. */
function waitsAt(fabric: FabricRow, tip: string, previous: GitReading | null): boolean {
  return isHeld(fabric) && tip === fabric.heldRevision && tip === previous?.revision;
}

/** Everything was read, and of every name it says whether it is there. */
function isPlain(reading: GitReading | null): boolean {
  return reading !== null && reading.unreadable.length === 0 && reading.ambiguous.length === 0;
}

function branchMissing(fabric: FabricRow, branches: readonly string[] | null): AppError {
  const there =
    branches === null || branches.length === 0 ? 'it has no branches' : `it has ${branches.join(', ')}`;
  return new AppError('git_failed', `The repository has no branch ${fabric.branch}; ${there}.`);
}

async function directoryMissing(mirror: Mirror, fabric: FabricRow, tip: string): Promise<AppError> {
  const missing = await describeMissingDirectory(mirror, tip, fabric.directory);
  const advice =
    fabric.gitRevision === null
      ? 'create it, or remove the fabric and add it with the right one'
      : 'restore it, or remove the fabric';
  return new AppError('refused', `${missing} Nothing was concluded from it: ${advice}.`);
}

async function containedCommits(
  { db }: WorkerContext,
  fabricId: string,
  mirror: Mirror,
  tip: string,
): Promise<Map<string, boolean>> {
  const commits = await findJudgedCommits(db, fabricId);
  const contained = new Map<string, boolean>();
  for (const commit of commits)
    contained.set(commit, (await containment(mirror, commit, tip)) === 'contained');
  return contained;
}

const nameOf = ({ group, kind }: { group: string; kind: string }) => `${group}/${kind}`;

function judge(
  reading: GitReading,
  held: KindChoice,
  served: readonly ServedKind[] | null,
): { documents: ReadDocument[]; findings: ReadFinding[]; kinds: string[] } {
  const kinds = [...new Set(reading.documents.map(({ identity }) => nameOf(identity)))];
  const choice = { ...held, inGit: [...held.inGit, ...kinds] };
  const documents: ReadDocument[] = [];
  const findings = reading.findings.map(
    ({ code, path, line, documentIndex, message, identity }): ReadFinding => {
      return {
        code,
        path,
        line,
        documentIndex,
        message,
        identity: identity === null ? null : identityKey(identity),
      };
    },
  );
  for (const document of reading.documents) {
    const problem = judgeKind(choice, served, document.identity, document.apiVersion);
    if (problem?.code !== 'kind_not_managed') documents.push(toReadDocument(document, reading.revision));
    if (problem === null) continue;
    const { path, startLine: line, documentIndex } = document;
    findings.push({ ...problem, path, line, documentIndex, identity: identityKey(document.identity) });
  }
  return { documents, findings, kinds };
}

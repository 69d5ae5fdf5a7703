import type { OperationRow } from '#db/queries/operations.ts';
import { contentHash } from '#lib/content-hash.ts';
import { identityKey } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { AppError } from '#lib/errors.ts';
import { commitAndPush } from '#lib/git/commit-and-push.ts';
import { fetchMirror } from '#lib/git/fetch-mirror.ts';
import { blobTextAt } from '#lib/git/history.ts';
import { lookIntoFile } from '#lib/git/look-into-file.ts';
import type { Mirror } from '#lib/git/mirror.ts';
import { readRevision } from '#lib/git/read-revision.ts';
import type { FileChange, GitDocument, GitFile, GitReading } from '#lib/git/reading.ts';
import { appendDocument, newFilePath, replaceDocument } from '#lib/git/yaml/replace-document.ts';
import type { OpenMirror } from './git-observer.ts';
import type { PushPlan } from './plan-push.ts';
import { OperationRefused } from './plan-push.ts';

// Somebody else pushing faster than this many times in a row is a person's problem.
const MOST_RACES = 5;

/**
 * Brings a plan into Git: on the branch's present tip, after checking there that the document is still the one the
 * draft was made from. A branch that moves meanwhile is checked again, never rebased blindly. Returns the commit.
 * @throws OperationRefused when the base moved or the server refuses; AppError when Git cannot be asked.
 */
export async function pushPlan(
  { mirror, credentials, cache }: OpenMirror,
  plan: PushPlan,
  operation: OperationRow,
): Promise<string> {
  for (let race = 0; race < MOST_RACES; race++) {
    const { tips } = await fetchMirror(mirror, { branches: [plan.branch], credentials });
    const tip = tips[plan.branch] ?? null;
    if (tip === null) throw new OperationRefused(`The repository has no branch ${plan.branch} any more.`);
    const reading = await readRevision({ mirror, revision: tip, directory: plan.directory, cache });
    const change = await changeAt(mirror, reading, plan);
    // The very document stands there: our own push whose record was lost, or the same edit by another hand.
    if (change === null) return tip;
    const outcome = await commitAndPush({
      mirror,
      branch: plan.branch,
      changes: [change],
      author: { name: operation.actor, email: `${operation.actor}@users.noreply.fabric-lifecycle.invalid` },
      message: plan.message,
      trailers: [{ key: 'Fabric-Lifecycle-Operation', value: operation.id }],
      credentials,
    });
    if (outcome.kind === 'pushed' || outcome.kind === 'already') return outcome.commit;
    if (outcome.kind === 'refused')
      throw new OperationRefused(`The repository refused the push: ${outcome.message}`);
  }
  throw new AppError(
    'git_push_rejected',
    'The branch moves faster than a push can follow; it is tried again.',
  );
}

async function changeAt(mirror: Mirror, reading: GitReading, plan: PushPlan): Promise<FileChange | null> {
  const key = identityKey(plan.identity);
  if (reading.ambiguous.some(({ identity }) => identityKey(identity) === key)) {
    throw new OperationRefused('Several documents in Git claim this name. Remove all but one of them first.');
  }
  const held = reading.documents.find(({ identity }) => identityKey(identity) === key) ?? null;
  const wanted = plan.text === null ? null : contentHash(plan.text);
  if ((held?.textHash ?? null) === wanted) {
    if (held !== null) setPlace(plan, held.path, held.documentIndex);
    return null;
  }
  if ((held?.textHash ?? null) !== plan.baseHash) {
    throw new OperationRefused(
      'The document changed in Git under the draft. Rebase the draft, then commit it again.',
    );
  }
  return held === null ? added(mirror, reading, plan) : replaced(mirror, reading, held, plan);
}

function setPlace(plan: PushPlan, path: string, documentIndex: number): void {
  plan.place.path = path;
  plan.place.documentIndex = documentIndex;
}

async function added(mirror: Mirror, reading: GitReading, plan: PushPlan): Promise<FileChange> {
  const path = newFilePath(plan.directory, plan.plural, plan.identity.name);
  const file = reading.files.find((candidate) => candidate.path === path);
  if (file !== undefined) return appended(mirror, reading.revision, file, plan);
  setPlace(plan, path, 0);
  return { path, newText: plan.text, base: null };
}

/** A file of that name holds other documents: the new one goes to its end. */
async function appended(
  mirror: Mirror,
  revision: string,
  { path, unreadable, findings }: GitFile,
  plan: PushPlan,
): Promise<FileChange> {
  const isWhole = unreadable.length === 0 && findings.every(({ documentIndex }) => documentIndex !== null);
  const held = isWhole ? await blobTextAt(mirror, revision, path) : null;
  if (held === null || plan.text === null)
    throw new OperationRefused(`There is a file ${path} already that cannot be read. Mend or move it first.`);
  const newText = appendDocument(held.text, plan.text);
  const file = lookIntoFile({ path, blob: held.blob, body: Buffer.from(newText) });
  const key = identityKey(plan.identity);
  const document = file.documents.find(({ identity }) => identityKey(identity) === key);
  if (document?.textHash !== contentHash(plan.text))
    throw new OperationRefused(`The document cannot be added to ${path}. Move that file away first.`);
  setPlace(plan, path, document.documentIndex);
  return { path, newText, base: held.blob };
}

async function replaced(
  mirror: Mirror,
  reading: GitReading,
  held: GitDocument,
  plan: PushPlan,
): Promise<FileChange> {
  const file = await blobTextAt(mirror, reading.revision, held.path);
  if (file === null) throw new OperationRefused(`${held.path} cannot be read as text.`);
  const edit = replaceDocument(file.text, held, plan.text);
  if (edit.kind === 'refused') throw new OperationRefused(edit.reason);
  setPlace(plan, held.path, held.documentIndex);
  return { path: held.path, newText: edit.text, base: held.blob };
}

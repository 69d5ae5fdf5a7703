import { findDocuments } from '#db/queries/documents.ts';
import { findFabric } from '#db/queries/fabrics.ts';
import type { OperationRow } from '#db/queries/operations.ts';
import type { ResourceRow } from '#db/queries/resources.ts';
import { findResource } from '#db/queries/resources.ts';
import type { Tx } from '#db/transaction.ts';
import { contentHash } from '#lib/content-hash.ts';
import { canonicalDesiredContent } from '#lib/domain/drift/canonical-content.ts';
import { compileSchema } from '#lib/domain/drift/compile-schema.ts';
import { minimalDesired } from '#lib/domain/drift/minimal-desired.ts';
import type {
  JsonSchema,
  KubernetesObject,
  ResourceIdentity,
} from '#lib/domain/hedgehog/kubernetes-object.ts';
import { isHeld } from '#lib/domain/lifecycle/breaker.ts';
import type { DesiredFacts } from '#lib/domain/lifecycle/facts.ts';
import type { Trigger } from '#lib/domain/lifecycle/states.ts';
import { writeManifest } from '#lib/git/yaml/write-manifest.ts';
import type { CommitRequest } from '#lib/services/operation/request-commit.ts';
import type { WorkerContext } from './worker-context.ts';

/** The world or a rule said no: the operation ends, the draft stays. */
export class OperationRefused extends Error {}

/** What is to stand in Git after a push, and what it was made from. */
export interface PushPlan {
  identity: ResourceIdentity;
  trigger: Trigger;
  branch: string;
  directory: string;
  plural: string;
  apiVersion: string;
  /** The document's text; null removes it. */
  text: string | null;
  /** Text hash of the document it replaces; null when Git is to have none. */
  baseHash: string | null;
  message: string;
  documents: ReadonlyMap<string, string>;
  objects: ReadonlyMap<string, KubernetesObject>;
  /** Where the document went, set by the push. */
  place: { path: string; documentIndex: number };
  /** Desired facts once `commit` holds the document. */
  document(commit: string): DesiredFacts | null;
}

interface Stored {
  row: ResourceRow;
  texts: Map<string, string>;
  branch: string;
  directory: string;
  plural: string;
  schema: JsonSchema | null;
}

/** Null where the record is gone and that is what the operation wanted: its own deletion, which a sync was faster to see. */
async function load(tx: Tx, operation: OperationRow): Promise<Stored | null> {
  const { fabricId, resourceId } = operation;
  const row = await findResource(tx, fabricId, resourceId ?? 0);
  const record = await findFabric(tx, fabricId);
  if (row === null && isDeletion(operation)) return null;
  if (row === null || record === null) throw new OperationRefused('The resource is gone.');
  const { heldRevision } = record.fabric;
  if (isHeld(record.fabric)) {
    const revision = heldRevision?.slice(0, 7);
    throw new OperationRefused(`Revision ${revision} is held. Let it go or revert it, then ask again.`);
  }
  const kind = record.kinds.find(({ group, kind }) => group === row.group && kind === row.kind);
  const hashes = [
    row.draftDocumentHash,
    row.draftContentHash,
    row.desiredDocumentHash,
    row.actualDocumentHash,
    kind?.schemaHash,
  ];
  const texts = await findDocuments(
    tx,
    fabricId,
    hashes.filter((hash) => hash != null),
  );
  const schemaText = kind?.schemaHash == null ? undefined : texts.get(kind.schemaHash);
  const { branch, directory } = record.fabric;
  return {
    row,
    texts,
    branch,
    directory,
    plural: kind?.plural ?? `${row.kind.toLowerCase()}s`,
    schema: schemaText === undefined ? null : (JSON.parse(schemaText) as JsonSchema),
  };
}

/**
 * Decides what an operation is to write, from the facts as they are now; null when nothing is left to be done.
 * @throws OperationRefused when they are not those it was asked for.
 */
export async function planPush({ db }: WorkerContext, operation: OperationRow): Promise<PushPlan | null> {
  const stored = await db.transaction((tx) => load(tx, operation));
  if (stored === null) return null;
  return operation.kind === 'commit' ? planCommit(operation, stored) : planImport(stored);
}

const requestOf = ({ request }: OperationRow) => JSON.parse(request) as CommitRequest;

function isDeletion(operation: OperationRow): boolean {
  return operation.kind === 'commit' && requestOf(operation).draftHash === null;
}

function planCommit(operation: OperationRow, { row, texts, ...where }: Stored): PushPlan {
  const { draftHash, message } = requestOf(operation);
  const committed = row.draftOwner === null && (row.desiredDocumentHash ?? null) === draftHash;
  const hash = committed ? row.desiredDocumentHash : row.draftDocumentHash;
  if (!committed && (row.draftOwner === null || hash !== draftHash)) {
    throw new OperationRefused(
      'The draft is not the one that was to be committed. Look at it, then commit it again.',
    );
  }
  const text = hash === null ? null : (texts.get(hash) ?? null);
  const content = row.draftContentHash === null ? undefined : texts.get(row.draftContentHash);
  const object = content === undefined ? null : (JSON.parse(content) as KubernetesObject);
  const verb = text === null ? 'Delete' : row.draftBaseDocumentHash === null ? 'Add' : 'Change';
  return planOf({
    ...where,
    row,
    trigger: 'commit',
    text,
    object,
    baseHash: row.draftBaseDocumentHash,
    message: message ?? `${verb} ${row.kind} ${row.name}`,
  });
}

function planImport({ row, texts, schema, ...where }: Stored): PushPlan {
  const actual = row.actualDocumentHash === null ? undefined : texts.get(row.actualDocumentHash);
  if (actual === undefined) throw new OperationRefused('The object is not in the cluster any more.');
  const live = JSON.parse(actual) as KubernetesObject;
  const object = minimalDesired(live, schema === null ? null : compileSchema(schema));
  return planOf({
    ...where,
    row,
    trigger: 'import',
    text: writeManifest(object),
    object,
    baseHash: null,
    message: `Import ${row.kind} ${row.name}`,
  });
}

interface PlanParts
  extends Pick<PushPlan, 'trigger' | 'text' | 'baseHash' | 'message' | 'branch' | 'directory' | 'plural'> {
  row: ResourceRow;
  object: KubernetesObject | null;
}

function planOf({ row, object, ...parts }: PlanParts): PushPlan {
  const identity = { group: row.group, kind: row.kind, namespace: row.namespace, name: row.name };
  const place = { path: row.desiredPath ?? '', documentIndex: row.desiredDocumentIndex ?? 0 };
  const content = object === null ? null : contentHash(canonicalDesiredContent(object));
  const documents = new Map<string, string>();
  if (parts.text !== null) documents.set(contentHash(parts.text), parts.text);
  if (content !== null) documents.set(content, JSON.stringify(object));
  return {
    ...parts,
    identity,
    place,
    apiVersion: object?.apiVersion ?? row.desiredApiVersion ?? '',
    documents,
    objects: new Map(object === null || content === null ? [] : [[content, object]]),
    document() {
      if (parts.text === null || content === null) return null;
      const { path, documentIndex } = place;
      return {
        contentHash: content,
        documentHash: contentHash(parts.text),
        apiVersion: object?.apiVersion ?? '',
        path,
        documentIndex,
        stale: null,
      };
    },
  };
}

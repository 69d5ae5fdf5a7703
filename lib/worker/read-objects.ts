import { contentHash } from '#lib/content-hash.ts';
import { canonicalActualContent, canonicalDesiredContent } from '#lib/domain/drift/canonical-content.ts';
import type { KubernetesObject, ResourceIdentity } from '#lib/domain/hedgehog/kubernetes-object.ts';
import type { GitDocument } from '#lib/git/reading.ts';
import type { ReadObject } from '#lib/services/resource/record-cluster.ts';
import type { ReadDocument } from '#lib/services/resource/record-git-reading.ts';

/** A live object with its hashes. Its status is left out: it decides nothing, and would make every heartbeat a change. */
export function toReadObject(group: string, live: KubernetesObject): ReadObject {
  const { status: _status, ...object } = live;
  const text = JSON.stringify(object);
  const { name, namespace } = object.metadata;
  const identity: ResourceIdentity = { group, kind: object.kind, namespace: namespace ?? 'default', name };
  return {
    identity,
    object,
    text,
    hash: contentHash(canonicalActualContent(object)),
    documentHash: contentHash(text),
  };
}

// A document that was not read again is the same object: its content is hashed once.
const contentHashes = new WeakMap<GitDocument, string>();

/** A document of Git with its hashes. */
export function toReadDocument(document: GitDocument, commit: string): ReadDocument {
  const known = contentHashes.get(document) ?? contentHash(canonicalDesiredContent(document.object));
  contentHashes.set(document, known);
  const { identity, apiVersion, object, text, textHash, path, documentIndex } = document;
  return {
    identity,
    apiVersion,
    object,
    text,
    contentHash: known,
    documentHash: textHash,
    path,
    documentIndex,
    commit,
  };
}

import { contentHash } from '#lib/content-hash.ts';
import { canonicalDesiredContent } from '#lib/domain/drift/canonical-content.ts';
import type { KubernetesObject, ResourceIdentity } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { identityKey } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { AppError } from '#lib/errors.ts';
import { singleDocument } from '#lib/git/yaml/document-text.ts';
import { readManifests } from '#lib/git/yaml/read-manifests.ts';

/** A draft's text as it will stand in Git, with what it parses to. */
export interface ParsedDraft {
  text: string;
  documentHash: string;
  /** Null while the text cannot be read; the draft is kept all the same. */
  content: { hash: string; object: KubernetesObject } | null;
  problems: { line: number | null; message: string }[];
}

/**
 * Reads a draft as Kubernetes tools would read the file.
 * @throws AppError invalid_input when it names another resource: that would be another resource, not an edit.
 */
export function parseDraft(identity: ResourceIdentity, typed: string): ParsedDraft {
  // Several documents stay as typed: nothing of them is lost, and the reading below says what is wrong.
  const text = singleDocument(typed) ?? typed;
  const documentHash = contentHash(text);
  const read = readManifests(text, `${identity.kind}/${identity.name}`);
  const problems = read.findings
    .filter(({ severity }) => severity === 'error')
    .map(({ line, message }) => ({ line, message }));
  const [document, ...others] = read.documents;
  if (document === undefined || others.length > 0 || problems.length > 0) {
    const found =
      others.length > 0
        ? 'A draft is one document; this text has several.'
        : 'The text holds no Kubernetes object.';
    return {
      text,
      documentHash,
      content: null,
      problems: problems.length > 0 ? problems : [{ line: null, message: found }],
    };
  }
  if (identityKey(document.identity) !== identityKey(identity)) {
    const { kind, namespace, name } = document.identity;
    throw new AppError(
      'invalid_input',
      `The draft of ${identity.kind}/${identity.name} names ${kind} ${namespace}/${name}. Create that as a new resource instead.`,
    );
  }
  const hash = contentHash(canonicalDesiredContent(document.object));
  return { text, documentHash, content: { hash, object: document.object }, problems };
}

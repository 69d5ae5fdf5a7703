import { isUtf8 } from 'node:buffer';
import { FINDING_SEVERITIES, type FindingCode, type GitFile } from './reading.ts';
import { readManifests } from './yaml/read-manifests.ts';

/** A file, or why there is none to read. `body` is the blob's bytes, null where it was not fetched. */
export interface FileContent {
  path: string;
  blob: string;
  body: Buffer;
}

/** Reads a file's bytes: what is no text, and what only points to where the text is, is told instead. */
export function lookIntoFile({ path, blob, body }: FileContent): GitFile {
  if (!isUtf8(body)) {
    const message = 'The file is not UTF-8, which Kubernetes tools require; save it as UTF-8.';
    return unreadableFile(path, blob, 'not_utf8', message, body.toString('latin1'));
  }
  const text = body.toString('utf8');
  if (text.startsWith('version https://git-lfs.github.com/spec/')) {
    const message =
      'The file is a Git LFS pointer; its content is elsewhere and was not read. Take manifests out of LFS.';
    return unreadableFile(path, blob, 'lfs_pointer_skipped', message, null);
  }
  return readManifests(text, path, blob);
}

/** A file that gave nothing, told by one finding, with what it may hide. */
export function unreadableFile(
  path: string,
  blob: string,
  code: FindingCode,
  message: string,
  text: string | null,
): GitFile {
  const file = skippedFile(path, blob, code, message);
  return { ...file, unreadable: [{ path, blob, documentIndex: null, identity: null, text }] };
}

/** A file that was left out on purpose and hides nothing that was ever read from it. */
export function skippedFile(path: string, blob: string, code: FindingCode, message: string): GitFile {
  const severity = FINDING_SEVERITIES[code];
  const finding = { code, severity, path, documentIndex: null, line: null, message, identity: null };
  return { path, blob, documents: [], findings: [finding], ignored: [], unreadable: [] };
}

import type { TreeEntry } from './list-tree.ts';
import { skippedFile, unreadableFile } from './look-into-file.ts';
import type { GitFile } from './reading.ts';

/** What to do with an entry of the tree: read it, tell why not, or pass over it. */
export type EntryVerdict = { kind: 'read' } | { kind: 'told'; file: GitFile } | { kind: 'passed_over' };

/** The file names that Argo CD and Flux take for manifests, case included. */
const MANIFEST = /\.(?:yaml|yml|json)$/;
const KUSTOMIZATION = /(?:^|\/)(?:kustomization\.ya?ml|Kustomization)$/;

/** The folders of a tree that Helm renders: those with a Chart.yaml. Each ends in a slash, the root is ''. */
export function chartFolders(entries: readonly TreeEntry[]): string[] {
  return entries.flatMap(({ path }) =>
    /(?:^|\/)Chart\.yaml$/.test(path) ? [path.slice(0, -'Chart.yaml'.length)] : [],
  );
}

/** Judges an entry by its name, mode and size alone; `path` is from the root of the repository. */
export function judgeEntry(
  entry: TreeEntry,
  path: string,
  charts: readonly string[],
  maxBytes: number,
): EntryVerdict {
  const { kind, name } = entry;
  if (kind === 'submodule') {
    return told(
      skippedFile(
        path,
        name,
        'submodule_skipped',
        'A submodule is another repository; it was not looked into.',
      ),
    );
  }
  if (kind === 'symlink') {
    const message = 'A symbolic link is not followed; put the file itself here.';
    const isManifest = MANIFEST.test(path);
    return told((isManifest ? unreadableLink : skippedFile)(path, name, 'symlink_skipped', message));
  }
  if (KUSTOMIZATION.test(path)) {
    const message =
      'Kustomize builds this folder for deployers that know it; here its files are read as they stand.';
    return told(skippedFile(path, name, 'template_skipped', message));
  }
  if (!MANIFEST.test(path)) return { kind: 'passed_over' };
  if (isHelmInput(entry.path, charts)) {
    const message = 'Part of a Helm chart, which only Helm can turn into manifests; it was left out.';
    return told(unreadableFile(path, name, 'template_skipped', message, null));
  }
  const bytes = entry.bytes ?? 0;
  if (bytes > maxBytes) {
    const message = `The file has ${bytes} bytes, more than the ${maxBytes} that are read; split it.`;
    return told(unreadableFile(path, name, 'oversize', message, null));
  }
  return { kind: 'read' };
}

function isHelmInput(path: string, charts: readonly string[]): boolean {
  return charts.some((folder) => {
    if (!path.startsWith(folder)) return false;
    return /^(?:Chart\.yaml|values[^/]*\.ya?ml|values\.schema\.json|templates\/.+)$/.test(
      path.slice(folder.length),
    );
  });
}

function unreadableLink(path: string, blob: string, code: 'symlink_skipped', message: string): GitFile {
  return unreadableFile(path, blob, code, message, null);
}

function told(file: GitFile): EntryVerdict {
  return { kind: 'told', file };
}

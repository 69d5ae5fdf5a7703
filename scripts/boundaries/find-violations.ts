import { BARE_FOLDERS, BROWSER_FOLDERS, DIRECTIONS, PACKAGE_OWNERS } from './directions.ts';

/** One import, as the boundary checker needs it. Paths are relative to the project. */
export interface Import {
  readonly from: string;
  /** The imported file, or the name of a package or built-in module as it is written. */
  readonly to: string;
  readonly kind: 'file' | 'package' | 'builtin' | 'unresolved';
}

/** Every import that the table of directions does not allow, as a sentence. */
export function findViolations(imports: readonly Import[]): readonly string[] {
  return imports.flatMap((one) => {
    const problem = isTestCode(one.from) ? null : judge(one);
    return problem === null ? [] : [`${one.from} imports ${one.to}: ${problem}`];
  });
}

/** Tests, and what only tests use, may import anything. */
function isTestCode(path: string): boolean {
  return /\.test\.tsx?$|\/testing\/|^e2e\//.test(path);
}

function judge({ from, to, kind }: Import): string | null {
  if (kind === 'unresolved') return 'there is no such file or package';
  const folder = folderOf(from);
  if (folder === null)
    return isConfiguration(from) ? null : 'its folder has no row in the table of directions';
  if (kind === 'file') return judgeFile(folder, to);
  if (kind === 'builtin') return BROWSER_FOLDERS.has(folder) ? `${folder} runs in browsers too` : null;
  return judgePackage(folder, to);
}

function judgeFile(folder: string, to: string): string | null {
  if (isTestCode(to) && folder !== 'scripts') return 'only tests import what is for tests';
  const target = folderOf(to);
  if (target === null) return 'the folder of the imported file has no row in the table of directions';
  if (target === folder || allows(DIRECTIONS[folder] ?? [], target, to)) return null;
  return `${folder} may not import ${target}`;
}

function allows(allowed: readonly string[], target: string, file: string): boolean {
  return (
    allowed.includes(target) ||
    allowed.includes(file) ||
    (allowed.includes('lib/*') && target.startsWith('lib/'))
  );
}

function judgePackage(folder: string, specifier: string): string | null {
  if (BARE_FOLDERS.has(folder)) return `${folder} imports no package`;
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  const owners = PACKAGE_OWNERS[name];
  if (owners === undefined || folder === 'scripts' || owners.includes(folder)) return null;
  return `only ${owners.join(', ')} may`;
}

/** The row of the table that a file belongs to; null when there is none. */
function folderOf(path: string): string | null {
  const parts = path.split('/').slice(0, -1);
  if (parts.length === 0) return null;
  const [first = '', second] = parts;
  const name = first === 'lib' && second !== undefined ? `lib/${second}` : first;
  return name in DIRECTIONS ? name : null;
}

/** Files at the top configure tools. */
function isConfiguration(path: string): boolean {
  return !path.includes('/');
}

import { BARE_FOLDERS, BROWSER_FOLDERS, DIRECTIONS, PACKAGE_OWNERS, UNBOUND_FOLDERS } from './directions.ts';

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
  if (isUnbound(from)) return null;
  const row = rowOf(from);
  if (row === null) return NO_ROW;
  if (kind === 'file') return judgeFile(row, to);
  if (kind === 'builtin') return BROWSER_FOLDERS.has(row) ? `${row} runs in browsers too` : null;
  return judgePackage(row, to);
}

const NO_ROW = 'its folder has no row in the table of directions';

function judgeFile(row: string, to: string): string | null {
  if (isTestCode(to)) return 'only tests import what is for tests';
  const target = rowOf(to);
  if (target === null) return isUnbound(to) ? `${row} may not import that` : NO_ROW;
  const allowed = DIRECTIONS[row] ?? [];
  return target === row || allowed.includes(target) || allowed.includes(to)
    ? null
    : `${row} may not import ${target}`;
}

function judgePackage(row: string, specifier: string): string | null {
  if (BARE_FOLDERS.has(row)) return `${row} imports no package`;
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  const owners = PACKAGE_OWNERS[name];
  return owners === undefined || owners.includes(row) ? null : `only ${owners.join(', ')} may`;
}

/** The longest row of the table that a file belongs to; null when there is none. */
function rowOf(path: string): string | null {
  const rows = Object.keys(DIRECTIONS).filter((row) => path === row || path.startsWith(`${row}/`));
  const longest = rows.sort((one, other) => other.length - one.length)[0] ?? null;
  return longest === 'lib' && path.split('/').length > 2 ? null : longest;
}

/** Scripts, and the files at the top, which configure tools. */
function isUnbound(path: string): boolean {
  return !path.includes('/') || UNBOUND_FOLDERS.has(path.split('/')[0] ?? '');
}

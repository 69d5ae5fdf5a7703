// The parser overlooks these in aliases and annotations (tried with dependency-cruiser 18.7 and swc 1.16).
const IMPORT_TYPE = /\bimport\(\s*['"]([^'"]+)['"]\s*\)\s*\.\s*[A-Z]\w*/g;

/** Types that are imported where they are used: such imports would escape the check, so they are written `import type`. */
export function findImportTypes(path: string, text: string): readonly string[] {
  if (!/\.tsx?$/.test(path)) return [];
  return [...text.matchAll(IMPORT_TYPE)].map(
    ([, to]) => `${path} names a type of ${to} in place: write import type instead`,
  );
}

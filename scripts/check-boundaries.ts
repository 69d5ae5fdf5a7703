import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { cruise, type ICruiseResult, type IDependency } from 'dependency-cruiser';
import { findImportTypes } from './boundaries/find-import-types.ts';
import { findViolations, type Import } from './boundaries/find-violations.ts';

// A parser that reads nothing reports no violation: fewer modules than this means that it is broken.
const LEAST_MODULES = 200;
const LEAST_IMPORTS = 500;
const NOT_OURS: ReadonlySet<string> = new Set(['node_modules', 'public', 'docs', 'drizzle', 'test-results']);

process.chdir(join(import.meta.dirname, '..'));
const { modules, imports } = await readImports();
const violations = [...findViolations(imports), ...modules.flatMap(readImportTypes)];
for (const violation of violations) console.error(violation);
console.log(`${violations.length} forbidden imports among ${imports.length} of ${modules.length} modules.`);
if (modules.length < LEAST_MODULES || imports.length < LEAST_IMPORTS) {
  console.error(
    `Too few to be true (at least ${LEAST_MODULES} modules, ${LEAST_IMPORTS} imports): the checker is broken.`,
  );
  process.exitCode = 1;
}
if (violations.length > 0) process.exitCode = 1;

async function readImports(): Promise<{ modules: readonly string[]; imports: readonly Import[] }> {
  const { output } = await cruise([...sources()], {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types', 'typings'],
    },
  });
  if (typeof output === 'string') throw new Error('dependency-cruiser gave a report instead of its findings');
  const own = output.modules.filter(
    ({ source }) => !source.startsWith('node_modules/') && !isBuiltin(source),
  );
  return { modules: own.map(({ source }) => source), imports: toImports(own) };
}

function readImportTypes(path: string): readonly string[] {
  return findImportTypes(path, readFileSync(path, 'utf8'));
}

function toImports(modules: ICruiseResult['modules']): readonly Import[] {
  return modules.flatMap(({ source, dependencies }) =>
    dependencies.map((dependency) => ({ from: source, ...target(dependency) })),
  );
}

function target({ module, resolved, couldNotResolve, coreModule }: IDependency): Omit<Import, 'from'> {
  if (coreModule || isBuiltin(module)) return { to: module, kind: 'builtin' };
  if (couldNotResolve) return { to: module, kind: 'unresolved' };
  if (resolved.startsWith('node_modules/')) return { to: module, kind: 'package' };
  return { to: resolved, kind: 'file' };
}

/** Every folder with code, also one that the table does not know yet, and the files at the top. */
function sources(): readonly string[] {
  return readdirSync('.', { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith('.') && !NOT_OURS.has(entry.name))
    .filter((entry) => entry.isDirectory() || /\.(ts|js|mjs)$/.test(entry.name))
    .map(({ name }) => name)
    .filter((name) => name !== 'next-env.d.ts');
}

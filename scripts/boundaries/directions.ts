/**
 * Which folder may import which, beside itself; everything not named is forbidden. A row may be a single file, and the
 * longest row that fits counts. `lib` is the files directly in lib/.
 */
export const DIRECTIONS: Readonly<Record<string, readonly string[]>> = {
  'lib/domain': [],
  'lib/contract': ['lib/domain', 'lib/errors.ts'],
  'lib/actions': [
    'lib/services',
    'lib/auth',
    'lib/contract',
    'lib',
    'lib/web-database.ts',
    'lib/web-error.ts',
  ],
  'lib/services': ['lib/domain', 'db', 'lib/auth', 'lib/contract', 'lib/git/yaml', 'lib'],
  'lib/views': [
    'lib/domain',
    'db',
    'lib/auth',
    'lib/contract',
    'lib',
    'lib/web-database.ts',
    'lib/web-error.ts',
  ],
  'lib/worker': ['lib/services', 'lib/git', 'lib/git/yaml', 'lib/kubernetes', 'db', 'lib/domain', 'lib'],
  'lib/git': ['lib/git/yaml', 'lib/domain', 'lib'],
  'lib/git/yaml': ['lib/git/reading.ts', 'lib/domain', 'lib'],
  'lib/kubernetes': ['lib/domain', 'lib'],
  'lib/auth': ['db', 'lib/domain', 'lib/contract', 'lib'],
  'lib/live': ['db', 'lib/domain', 'lib/contract', 'lib'],
  'lib/sandbox': ['lib/domain', 'lib'],
  lib: ['lib/domain'],
  'lib/web-database.ts': ['db', 'lib'],
  'lib/web-error.ts': ['db', 'lib'],
  db: ['lib/domain', 'lib'],
  components: ['lib/contract', 'lib/actions', 'lib/domain'],
  app: [
    'components',
    'lib/contract',
    'lib/actions',
    'lib/views',
    'lib/web-error.ts',
    'lib/auth',
    'lib/live',
    'lib/domain',
    'lib',
  ],
};

/** Import whatever they need: commands and benchmarks put the parts together. */
export const UNBOUND_FOLDERS: ReadonlySet<string> = new Set(['scripts']);

/** Packages that only some folders may import; all others are free to those that may import packages at all. */
export const PACKAGE_OWNERS: Readonly<Record<string, readonly string[]>> = {
  'simple-git': ['lib/git'],
  '@kubernetes/client-node': ['lib/kubernetes'],
  'next-auth': ['lib/auth'],
  'drizzle-orm': ['db', 'lib/services', 'lib/views'],
  postgres: ['db'],
  pino: ['lib'],
};

/** Run in the browser too: no built-in module of Node. */
export const BROWSER_FOLDERS: ReadonlySet<string> = new Set(['lib/domain', 'lib/contract', 'components']);

/** Import no package at all. */
export const BARE_FOLDERS: ReadonlySet<string> = new Set(['lib/domain']);

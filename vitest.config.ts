import { defineConfig } from 'vitest/config';

// unit: no database, no server, no child process; integration: real PostgreSQL, Git and API servers.
export default defineConfig({
  test: {
    reporters: ['default'],
    projects: [
      {
        test: {
          name: 'unit',
          // Modules are loaded once, not per file: a quarter of the time. Tests here share no state to lose.
          isolate: false,
          unstubEnvs: true,
          include: ['**/*.test.ts', '**/*.test.tsx'],
          exclude: [
            'node_modules/**',
            '.next/**',
            '.data/**',
            'e2e/**',
            '**/*.integration.test.ts',
            '**/*.contract.test.ts',
          ],
        },
      },
      {
        test: {
          name: 'integration',
          include: ['**/*.integration.test.ts', '**/*.contract.test.ts'],
          exclude: ['node_modules/**', '.next/**', '.data/**'],
          globalSetup: ['db/testing/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});

import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

/** A database is started once a run by the global set-up; XIANGTU_TEST_ENGINE says which engine. */
const onDatabase = {
  environment: 'node' as const,
  globalSetup: ['tests/support/globalSetup.ts'],
  fileParallelism: false,
  // One process for all files: they share nothing but the database, and loading the server costs a second each time.
  isolate: false,
  testTimeout: 60_000,
  hookTimeout: 240_000,
};

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          environment: 'node',
          include: ['server/**/*.test.ts', 'tiles/**/*.test.ts', 'scripts/**/*.test.ts', 'tests/*.test.ts'],
          isolate: false,
          testTimeout: 30_000,
        },
      },
      {
        plugins: [svelte()],
        resolve: { conditions: ['browser'] },
        test: { name: 'client', environment: 'jsdom', isolate: false, include: ['client/**/*.test.ts'] },
      },
      { test: { name: 'api', include: ['tests/api/**/*.test.ts'], ...onDatabase } },
      { test: { name: 'interop', include: ['tests/interop/**/*.test.ts'], ...onDatabase } },
      {
        test: {
          name: 'faults',
          include: ['tests/faults/**/*.test.ts'],
          globalSetup: ['tests/support/builtServer.mjs'],
          fileParallelism: false,
          testTimeout: 600_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});

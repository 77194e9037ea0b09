import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

/**
 * `vite build` makes the browser client (dist/client); `vite build --mode server --ssr` makes the
 * server (dist/server). Dependencies stay in node_modules on the server.
 */
export default defineConfig(({ mode }) =>
  mode === 'server'
    ? {
        build: {
          ssr: true,
          outDir: 'dist/server',
          target: 'node20',
          emptyOutDir: true,
          sourcemap: true,
          rollupOptions: {
            input: {
              index: 'server/index.ts',
              embeddedChild: 'server/database/embedded/child.ts',
              removeDemonstration: 'scripts/removeDemonstration.ts',
            },
            output: { entryFileNames: '[name].js' },
          },
        },
      }
    : {
        root: 'client',
        plugins: [svelte()],
        worker: { format: 'es' as const },
        build: {
          outDir: '../dist/client',
          emptyOutDir: true,
          target: 'es2022',
          chunkSizeWarningLimit: 1200,
        },
        server: {
          proxy: {
            // client/api is a folder of modules, /api/… without such an ending is the server.
            '^/api/(?!.*\\.(ts|svelte)(\\?|$))': 'http://127.0.0.1:3000',
            '^/tiles/': 'http://127.0.0.1:3000',
          },
        },
      },
);

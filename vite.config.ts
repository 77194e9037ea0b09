import { svelte } from '@sveltejs/vite-plugin-svelte';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

/** Compresses the built client once, so that no request pays for it: the static handler picks .br and .gz. */
function precompress(): Plugin {
  let directory = '';
  return {
    name: 'precompress',
    apply: 'build',
    configResolved: (config) => {
      directory = resolve(config.root, config.build.outDir);
    },
    closeBundle: () => {
      for (const name of readdirSync(directory, { recursive: true, encoding: 'utf8' })) {
        if (!/\.(js|css|html|svg|json)$/.test(name)) continue;
        const file = join(directory, name);
        const body = readFileSync(file);
        writeFileSync(`${file}.gz`, gzipSync(body, { level: 9 }));
        const params = {
          [constants.BROTLI_PARAM_QUALITY]: 10,
          [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
        };
        writeFileSync(`${file}.br`, brotliCompressSync(body, { params }));
      }
    },
  };
}

/** Requests keep the host of the page: the server refuses changes that seem to come from another site. */
const developmentServer = { target: 'http://127.0.0.1:3000', changeOrigin: false };

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
              auditVerify: 'scripts/auditVerify.ts',
              dbMend: 'scripts/dbMend.ts',
              bake: 'scripts/bake.ts',
            },
            output: { entryFileNames: '[name].js' },
          },
        },
      }
    : {
        root: 'client',
        plugins: [svelte(), precompress()],
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
            '^/api/(?!.*\\.(ts|svelte)(\\?|$))': developmentServer,
            '^/tiles/': developmentServer,
            // /releases itself is a page; what lies below it are files and tiles.
            '^/releases/.': developmentServer,
          },
        },
      },
);

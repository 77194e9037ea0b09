import { defineConfig } from '@playwright/test';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const port = Number(process.env.XIANGTU_TEST_PORT ?? 43119);
// Workers evaluate this file again: the directory is made once and handed down.
process.env.XIANGTU_TEST_PASSWORD ??= 'demonstration of the test';
process.env.XIANGTU_TEST_DATA_DIR ??= mkdtempSync(join(tmpdir(), 'xiangtu-browser-'));

/**
 * Browser tests run against the built server on an embedded database of its own, in the system's Chromium:
 * Playwright's own downloads do not work in closed networks.
 */
export default defineConfig({
  testDir: 'tests/browser',
  outputDir: 'tests/artefacts/playwright',
  workers: 1,
  forbidOnly: true,
  retries: 0,
  // A few tests walk through a dozen pages, and machines that draw without a graphics card differ a lot.
  timeout: 240_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['json']],
  globalTeardown: './tests/browser/removeDataDir.ts',
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    locale: 'zh-CN',
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.XIANGTU_CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--enable-unsafe-swiftshader',
      ],
    },
  },
  webServer: {
    command: 'node dist/server/index.js',
    url: `http://127.0.0.1:${port}/api/ready`,
    timeout: 180_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 15_000 },
    env: {
      PORT: String(port),
      XIANGTU_DATA_DIR: process.env.XIANGTU_TEST_DATA_DIR,
      XIANGTU_DEMO_PASSWORD: process.env.XIANGTU_TEST_PASSWORD,
      // Deeper tiles are those of the archive's own tests.
      XIANGTU_RELEASE_ZOOM: '11',
      XIANGTU_LOG_LEVEL: 'warn',
    },
  },
});

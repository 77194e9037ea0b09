import type { TestProject } from 'vitest/node';
import { startFilledEngine, type Connection } from './engines.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The database of the run: started, migrated and loaded once. */
    connection: Connection;
  }
}

/** One engine per run: starting one costs seconds and half a gigabyte. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const engine = await startFilledEngine();
  project.provide('connection', engine.connection);
  return () => engine.stop();
}

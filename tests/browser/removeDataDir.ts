import { rmSync } from 'node:fs';

/** The database of the run is thrown away with it. */
export default function removeDataDir(): void {
  const directory = process.env.XIANGTU_TEST_DATA_DIR;
  if (directory) rmSync(directory, { recursive: true, force: true });
}

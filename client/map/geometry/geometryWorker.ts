import type { BaseGeometry, TileBytes } from './tileGeometry.ts';

/**
 * Reads tiles in a worker: some thousand territories take a tenth of a second, too long for a frame.
 * The bytes are moved, not copied, and cannot be used afterwards.
 * @throws Error when the worker fails or cannot be started; the signal's reason when aborted
 */
export function readInWorker(tiles: TileBytes[], signal?: AbortSignal): Promise<BaseGeometry> {
  const worker = new Worker(new URL('../../workers/baseGeometry.ts', import.meta.url), { type: 'module' });
  const answer = new Promise<BaseGeometry>((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<BaseGeometry>) => resolve(data));
    worker.addEventListener('error', (event) => reject(new Error(`reading tiles failed: ${event.message}`)));
    signal?.addEventListener('abort', () => reject(signal.reason as Error));
  });
  worker.postMessage(
    tiles,
    tiles.map((tile) => tile.bytes.buffer as ArrayBuffer),
  );
  return answer.finally(() => worker.terminate());
}

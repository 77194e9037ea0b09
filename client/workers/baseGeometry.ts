import { readBaseGeometry, type BaseGeometry, type TileBytes } from '../map/geometry/tileGeometry.ts';

/** Reads tiles sent to it off the main thread; one answer a message. */
addEventListener('message', ({ data }: MessageEvent<TileBytes[]>) => {
  const geometry: BaseGeometry = readBaseGeometry(data);
  postMessage(geometry);
});

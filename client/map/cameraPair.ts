import type { Map as MapLibreMap } from 'maplibre-gl';

/** What of a map is needed to keep two of them at the same place. */
export type Camera = Pick<
  MapLibreMap,
  'getCenter' | 'getZoom' | 'getBearing' | 'getPitch' | 'jumpTo' | 'on' | 'off'
>;

/**
 * Keeps two maps at one place, zoom and bearing: whichever is moved, the other follows in the same frame.
 * @returns ends it
 */
export function pairCameras(one: Camera, other: Camera): () => void {
  // jumpTo tells of its move before it returns, and that move is nobody's wish.
  let led: Camera | null = null;
  const follow = (leader: Camera, follower: Camera) => () => {
    if (led === leader) return;
    led = follower;
    try {
      follower.jumpTo({
        center: leader.getCenter(),
        zoom: leader.getZoom(),
        bearing: leader.getBearing(),
        pitch: leader.getPitch(),
      });
    } finally {
      led = null;
    }
  };
  const [forward, backward] = [follow(one, other), follow(other, one)];
  forward();
  one.on('move', forward);
  other.on('move', backward);
  return () => {
    one.off('move', forward);
    other.off('move', backward);
  };
}

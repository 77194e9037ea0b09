import { describe, expect, it } from 'vitest';
import { pairCameras, type Camera } from './cameraPair.ts';

/** A map that only has a camera; like MapLibre's it tells of a jump before the jump returns. */
function fakeMap(zoom: number) {
  const listeners = new Set<() => void>();
  const place = { lng: 109, lat: 28, zoom };
  let jumps = 0;
  const map = {
    getCenter: () => ({ lng: place.lng, lat: place.lat }),
    getZoom: () => place.zoom,
    getBearing: () => 0,
    getPitch: () => 0,
    jumpTo(to: { center?: { lng: number; lat: number }; zoom?: number }) {
      jumps += 1;
      Object.assign(place, to.center, { zoom: to.zoom ?? place.zoom });
      for (const listener of listeners) listener();
    },
    on: (_: 'move', listener: () => void) => listeners.add(listener),
    off: (_: 'move', listener: () => void) => listeners.delete(listener),
  };
  return { map: map as unknown as Camera, place, jumps: () => jumps };
}

describe('two maps with one camera', () => {
  it('begin at the place of the first', () => {
    const [one, other] = [fakeMap(7), fakeMap(3)];
    pairCameras(one.map, other.map);
    expect(other.place.zoom).toBe(7);
  });

  it('follow each other, each move once', () => {
    const [one, other] = [fakeMap(7), fakeMap(7)];
    pairCameras(one.map, other.map);
    const before = [one.jumps(), other.jumps()];
    one.map.jumpTo({ center: { lng: 110, lat: 28.5 } as never, zoom: 9 });
    expect(other.place).toEqual({ lng: 110, lat: 28.5, zoom: 9 });
    other.map.jumpTo({ zoom: 8 });
    expect(one.place.zoom).toBe(8);
    expect([one.jumps(), other.jumps()]).toEqual([before[0]! + 2, before[1]! + 2]);
  });

  it('go their own ways once the pair has ended', () => {
    const [one, other] = [fakeMap(7), fakeMap(7)];
    pairCameras(one.map, other.map)();
    one.map.jumpTo({ zoom: 10 });
    other.map.jumpTo({ zoom: 5 });
    expect([one.place.zoom, other.place.zoom]).toEqual([10, 5]);
  });
});

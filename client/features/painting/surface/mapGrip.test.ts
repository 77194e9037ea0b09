import { describe, expect, test } from 'vitest';
import { fakeMap } from './testing/fakeMap.ts';
import { MapGrip } from './mapGrip.ts';

describe('the grip on a map', () => {
  test('takes drags, keys and fingers and leaves the wheel', () => {
    const { map, enabled } = fakeMap();
    const grip = new MapGrip(map, 'crosshair');
    expect(enabled()).toEqual(['scrollZoom']);
    expect(map.getCanvas().style.touchAction).toBe('none');
    expect(map.getCanvas().style.cursor).toBe('crosshair');
    grip.release();
  });

  test('lends dragging, and pinching to two fingers', () => {
    const { map, enabled } = fakeMap();
    const grip = new MapGrip(map, 'crosshair');
    grip.lend('drag');
    expect(enabled()).toEqual(['dragPan', 'scrollZoom']);
    expect(map.getCanvas().style.cursor).toBe('grab');
    grip.lend('touch');
    expect(enabled()).toEqual(['dragPan', 'touchZoomRotate', 'scrollZoom']);
    grip.lend('nothing');
    expect(enabled()).toEqual(['scrollZoom']);
  });

  test('keeps the browser from scrolling by the finger that paints, until it lets go', () => {
    const { map, canvas } = fakeMap();
    const isKept = () => {
      const event = new Event('touchmove', { cancelable: true });
      canvas.dispatchEvent(event);
      return event.defaultPrevented;
    };
    const grip = new MapGrip(map, 'crosshair');
    expect(isKept()).toBe(true);
    grip.release();
    expect(isKept()).toBe(false);
  });

  test('gives back what was there before, and no more', () => {
    const { map, enabled } = fakeMap();
    map.boxZoom.disable();
    const before = enabled();
    new MapGrip(map, 'crosshair').release();
    expect(enabled()).toEqual(before);
    expect(map.getCanvas().style.cursor).toBe('');
  });
});

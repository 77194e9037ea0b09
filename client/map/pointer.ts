import type { Map as MapLibreMap } from 'maplibre-gl';
import { topmostHit } from './picking.ts';

interface ScreenPoint {
  x: number;
  y: number;
}

export interface PointerActions {
  pick(point: ScreenPoint): void;
  /** Village under the pointer, null over anything else. */
  hover(villageId: number | null): void;
}

/**
 * Click and Enter (the middle of the map) pick, Escape leaves the map, the pointer's shape says what answers.
 * Returns the teardown.
 */
export function listenToPointer(map: MapLibreMap, actions: PointerActions): () => void {
  const canvas = map.getCanvas();
  let frame = 0;
  const click = (event: { point: ScreenPoint }) => actions.pick(event.point);
  const look = (point: ScreenPoint) => {
    frame = 0;
    // Hit testing while the camera moves would only take time from it.
    if (map.isMoving()) return;
    const hit = topmostHit(map, point);
    canvas.style.cursor = hit === null ? '' : 'pointer';
    const isVillage = hit?.layer.id === 'villages' || hit?.layer.id === 'coverage';
    actions.hover(isVillage ? hit.feature.id : null);
  };
  const move = (event: { point: ScreenPoint }) => {
    if (frame === 0) frame = requestAnimationFrame(() => look(event.point));
  };
  const key = (event: KeyboardEvent) => {
    if (event.key === 'Enter') actions.pick({ x: canvas.clientWidth / 2, y: canvas.clientHeight / 2 });
    else if (event.key === 'Escape') canvas.blur();
  };
  map.on('click', click);
  map.on('mousemove', move);
  canvas.addEventListener('keydown', key);
  return () => {
    cancelAnimationFrame(frame);
    map.off('click', click);
    map.off('mousemove', move);
    canvas.removeEventListener('keydown', key);
  };
}

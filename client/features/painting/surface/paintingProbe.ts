import type { Map as MapLibreMap } from 'maplibre-gl';
import type { MapHandle } from '../../../map/mapHandle.svelte.ts';
import type { PaintingProbe } from '../../../map/testHook.ts';
import type { SurfaceDraft } from './surfaceDraft.ts';

interface Probed {
  draft: Pick<SurfaceDraft, 'cells' | 'codes' | 'pending'>;
  handle: Pick<MapHandle, 'villages'>;
  map: Pick<MapLibreMap, 'project' | 'unproject' | 'getCanvasContainer'>;
  control: { readonly isStroking: boolean };
}

/** What browser tests and benchmarks see of a surface. */
export function paintingProbe({ draft, handle, map, control }: Probed): PaintingProbe {
  const corner = () => map.getCanvasContainer().getBoundingClientRect();
  return {
    get isStroking() {
      return control.isStroking;
    },
    get pendingCount() {
      return draft.pending?.villageIds.length ?? 0;
    },
    get backlog() {
      return handle.villages.backlog;
    },
    codeOf: (villageId) => draft.codes[villageId - 1] ?? 0,
    villageAt(x, y) {
      const { left, top } = corner();
      const { lng, lat } = map.unproject([x - left, y - top]);
      return draft.cells?.villageAt([lng, lat]) ?? null;
    },
    placeOf(villageId) {
      const centre = draft.cells?.centreOf(villageId) ?? null;
      if (centre === null) return null;
      const { left, top } = corner();
      const { x, y } = map.project([centre[0], centre[1]]);
      return { x: x + left, y: y + top };
    },
  };
}

import { boundaries } from './boundaries.ts';
import { coverage } from './coverage.ts';
import { dimmed } from './dimmed.ts';
import { facilities } from './facilities.ts';
import { focus } from './focus.ts';
import { ground } from './ground.ts';
import type { LayerDefinition, LayerGroup } from './layer.ts';
import { locks } from './locks.ts';
import { pending } from './pending.ts';
import { placeNames } from './placeNames.ts';
import { projects } from './projects.ts';
import { roads } from './roads.ts';
import { routes } from './routes.ts';
import { rulePreview } from './rulePreview.ts';
import { selection } from './selection.ts';
import { serviceArea } from './serviceArea.ts';
import { sites } from './sites.ts';
import { townships } from './townships.ts';
import { villages } from './villages.ts';
import { zones } from './zones.ts';

/** Every map layer, in draw order: the first lies at the bottom. */
export const layers: readonly LayerDefinition[] = [
  ground,
  villages,
  coverage,
  zones,
  dimmed,
  townships,
  roads,
  focus,
  locks,
  boundaries,
  serviceArea,
  rulePreview,
  pending,
  selection,
  routes,
  // Labels give way to what lies above them: names move beside points rather than cover them.
  placeNames,
  projects,
  facilities,
  sites,
];

/** Groups of the panel, in its order. */
export const layerGroups: readonly LayerGroup[] = [
  { id: 'classification', title: { zh: '村分类', en: 'Village categories' } },
  { id: 'coverage', title: { zh: '覆盖', en: 'Coverage' } },
  { id: 'regions', title: { zh: '行政区划', en: 'Regions' } },
  { id: 'facilities', title: { zh: '设施', en: 'Facilities' } },
  { id: 'sites', title: { zh: '安置点', en: 'Resettlement sites' } },
  { id: 'routes', title: { zh: '旅游线路', en: 'Tourism routes' } },
  { id: 'projects', title: { zh: '项目', en: 'Projects' } },
  { id: 'roads', title: { zh: '道路', en: 'Roads' } },
];

const layerById = new Map(layers.map((layer) => [layer.id, layer]));

export function layerOf(id: string): LayerDefinition | null {
  return layerById.get(id) ?? null;
}

/** Listed layers of a group, in the panel's order. */
export function layersOfGroup(group: LayerGroup['id']): readonly LayerDefinition[] {
  return layers
    .filter((layer) => layer.group === group && layer.isListed)
    .sort((a, b) => (a.panelOrder ?? 0) - (b.panelOrder ?? 0));
}

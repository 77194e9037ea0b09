import type { ExportLayer } from '../export/exportLayer.ts';
import { facilities, roads, sites, villages } from '../export/placeLayers.ts';
import { indicators, projects, routes } from '../export/planLayers.ts';
import { assignments } from './assignmentLayer.ts';

export interface ReleaseLayer {
  name: string;
  title: string;
  titleEn: string;
  layer: ExportLayer;
  /** Rows carry the list of the version: they are demonstration data where the version is. */
  isOfVersion: boolean;
}

/** What a release holds as tables; in this order in the workbook. */
export const releaseLayers: readonly ReleaseLayer[] = [
  {
    name: 'assignments',
    title: '村庄分类名单',
    titleEn: 'List of villages by category',
    layer: assignments,
    isOfVersion: true,
  },
  { name: 'villages', title: '村', titleEn: 'Villages', layer: villages, isOfVersion: true },
  { name: 'sites', title: '安置点', titleEn: 'Resettlement sites', layer: sites, isOfVersion: false },
  { name: 'facilities', title: '设施', titleEn: 'Facilities', layer: facilities, isOfVersion: false },
  { name: 'roads', title: '道路', titleEn: 'Roads', layer: roads, isOfVersion: false },
  { name: 'routes', title: '旅游线路', titleEn: 'Tourism routes', layer: routes, isOfVersion: false },
  { name: 'projects', title: '项目', titleEn: 'Projects', layer: projects, isOfVersion: false },
  { name: 'indicators', title: '指标', titleEn: 'Indicators', layer: indicators, isOfVersion: false },
];

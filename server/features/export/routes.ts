import type { Database } from '../../database/database.ts';
import { noScope } from '../../database/role.ts';
import { AppError } from '../../errors.ts';
import type { Handlers } from '../../http/bind.ts';
import { readCurrentVersion } from '../plans/currentVersion.ts';
import type { ExportLayer, ExportRow } from './exportLayer.ts';
import { exportFormats } from './formats.ts';
import { facilities, roads, sites, villages } from './placeLayers.ts';
import { indicators, projects, routes } from './planLayers.ts';

const layers: Record<string, ExportLayer> = {
  villages,
  sites,
  facilities,
  roads,
  routes,
  projects,
  indicators,
};

export const exportHandlers = (database: Database): Pick<Handlers, 'exportLayer'> => ({
  exportLayer: async ({ params: { layer: name, format }, query: { region } }) => {
    const layer = layers[name]!;
    if (format === 'geojson' && !layer.hasGeometry) {
      throw new AppError('not-acceptable', `${name} have no place, hence no GeoJSON`);
    }
    const rows = await database.read('leader', noScope, async (transaction) => {
      const { id: versionId, planId } = await readCurrentVersion(transaction);
      return transaction.all<ExportRow>(layer.query({ versionId, planId, region }));
    });
    const isDemonstration = rows.some((row) => row['is_demonstration'] === true);
    const { contentType, write } = exportFormats[format];
    const file = [
      'xiangtu',
      name,
      ...(region ? [region] : []),
      ...(isDemonstration ? ['demonstration'] : []),
    ];
    return {
      contentType,
      fileName: `${file.join('-')}.${format}`,
      body: write({ name, layer, rows, isDemonstration }),
    };
  },
});

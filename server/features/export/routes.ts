import { AppError } from '../../errors.ts';
import type { Handlers } from '../../http/bind.ts';
import type { Services } from '../../services.ts';
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

/** Staff who take data out are recorded; of the public nothing is. */
export const exportHandlers = ({ audit }: Pick<Services, 'audit'>): Pick<Handlers, 'exportLayer'> => ({
  exportLayer: async ({
    database,
    principal,
    origin,
    params: { layer: name, format },
    query: { region },
  }) => {
    const layer = layers[name]!;
    if (format === 'geojson' && !layer.hasGeometry) {
      throw new AppError('not-acceptable', `${name} have no place, hence no GeoJSON`);
    }
    const rows = await database.read(async (transaction) => {
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
    const body = write({ name, layer, rows, isDemonstration });
    if (principal) {
      await database.write((transaction) =>
        audit.record(transaction, {
          principal,
          role: 'leader',
          action: 'export',
          subjectType: 'export',
          subjectId: `${name}.${format}`,
          regionCode: region ?? null,
          after: { rows: rows.length, region: region ?? null },
          origin,
        }),
      );
    }
    return { contentType, fileName: `${file.join('-')}.${format}`, body };
  },
});

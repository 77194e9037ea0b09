import { sql, type Fragment } from '../../server/database/sql.ts';
import { marginUnits, tileExtent, type TileAddress, type TileLayer } from '../../tiles/tileLayer.ts';

/**
 * The tile as PostGIS itself writes it (ST_AsMVTGeom, ST_AsMVT), from the same tables, attributes and
 * margins: what our tiles are compared with and measured against. One row, one column `tile`.
 */
export function mvtOracle(layers: readonly TileLayer[], { z, x, y }: TileAddress): Fragment {
  const parts = layers.map((layer) => {
    const names = Object.keys(layer.attributes);
    const casts = { text: sql`::text`, integer: sql`::integer`, boolean: sql`::boolean` };
    const columns = names.map((name) => {
      const { column, type } = layer.attributes[name]!;
      return sql`(${column})${casts[type]} as ${sql.identifier(name, names)}`;
    });
    const margin = marginUnits[layer.geometryKind];
    const condition = layer.where?.(z);
    return sql`(
      select coalesce(ST_AsMVT(feature, ${layer.id}, ${tileExtent}, 'shape', 'id'), ''::bytea)
      from (
        select
          (${layer.featureId})::integer as id,
          ${sql.join(columns, ', ')},
          ST_AsMVTGeom(${layer.geometry}, ST_TileEnvelope(${z}, ${x}, ${y}), ${tileExtent}, ${margin}, true) as shape
        from ${layer.from}
        where ${layer.geometry} && ST_TileEnvelope(${z}, ${x}, ${y}, margin => ${margin / tileExtent}::float8)
          ${condition ? sql`and ${condition}` : sql.empty}
      ) as feature
      where shape is not null
    )`;
  });
  return sql`select (${joined(parts)}) as tile`;
}

function joined(parts: readonly Fragment[]): Fragment {
  return parts.slice(1).reduce((before, part) => sql`${before} || ${part}`, parts[0]!);
}

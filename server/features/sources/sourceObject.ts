import { sql, type Fragment } from '../../database/sql.ts';

/**
 * The wire form of where a fact came from, from the joined table alias `source`.
 * @param place expression for the place in the source, for example `village.source_place`
 */
export const sourceObject = (place: Fragment): Fragment => sql`
  jsonb_build_object(
    'id', source.id, 'title', source.title, 'titleEn', source.title_en, 'kind', source.kind,
    'licence', source.licence, 'isDemonstration', source.is_demonstration, 'place', ${place}
  )`;

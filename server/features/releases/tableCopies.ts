import { sql, type Fragment } from '../../database/sql.ts';
import { signatures, unsigned } from './drawingRedaction.ts';
import { drawnPlace, figureOf, isExact } from './siteRedaction.ts';
import type { CopyContext, TableCopy } from './tableCopy.ts';

const demonstrationRule = ({ isDemonstrationStation }: CopyContext): Fragment =>
  isDemonstrationStation ? sql`true` : sql`not working.is_demonstration`;
const ofPlan = ({ planId }: CopyContext): Fragment => sql`working.plan_id = ${planId}`;
const ofPlanAndStation = (context: CopyContext): Fragment =>
  sql`${ofPlan(context)} and ${demonstrationRule(context)}`;
const ofVersion = ({ versionId }: CopyContext): Fragment => sql`working.version_id = ${versionId}`;

/**
 * What the reading of the document noted about a line of its list; a flag somebody adds later is a working note.
 * The texts are those of data/xiangxi/villages.csv.
 */
const documentFlags = ['sameNameInCounty', 'noVillageSuffix', 'tooShort'];

const named = ['name', 'name_en', 'short_name', 'short_name_en'] as const;
const sourced = ['source_id', 'source_place'] as const;

export const tableCopies: readonly TableCopy[] = [
  {
    table: 'region',
    columns: [
      'code',
      'level',
      'name',
      'name_en',
      'aliases',
      'pinyin',
      'initials',
      'parent_code',
      'seat_quality',
      'territory_quality',
      'listed_villages',
      ...sourced,
    ],
    geometry: ['seat', 'geom', 'geom_mercator', 'label_mercator'],
  },
  {
    table: 'neighbour_region',
    columns: ['code', 'name', 'name_en', 'source_id'],
    geometry: ['geom', 'geom_mercator'],
  },
  {
    table: 'village',
    columns: [
      'county_code',
      'id',
      'code',
      'name',
      'name_en',
      'kind',
      'township_code',
      'parent_id',
      'possible_duplicate_of',
      'merged_into',
      'aliases',
      'pinyin',
      'initials',
      'location_quality',
      'territory_quality',
      ...sourced,
    ],
    geometry: ['geom', 'geom_mercator', 'territory', 'territory_mercator'],
  },
  {
    table: 'village_edge',
    columns: ['county_code', 'id', 'left_id', 'right_id', 'rank', 'source_id'],
    geometry: ['geom', 'geom_mercator'],
  },
  {
    table: 'scheme',
    columns: ['id', 'revision', 'name', 'name_en', ...sourced],
    where: ({ schemeId }) => sql`working.id = ${schemeId}`,
  },
  {
    table: 'category',
    columns: [
      'scheme_id',
      'key',
      'order',
      'slot',
      'letter',
      ...named,
      'description',
      'description_en',
      'parent_name',
      'targets',
      ...sourced,
    ],
    where: ({ schemeId }) => sql`working.scheme_id = ${schemeId}`,
  },
  {
    table: 'plan',
    columns: [
      'id',
      ...named,
      'region_code',
      'period_start',
      'period_end',
      'figures',
      'out_of_scope',
      'source_id',
    ],
    where: ({ planId }) => sql`working.id = ${planId}`,
  },
  {
    table: 'plan_version',
    columns: [
      'id',
      'plan_id',
      'number',
      'scheme_id',
      'scheme_revision',
      'base_version',
      'revision',
      'data_date',
      'source_id',
      'region_code',
      'label',
      'kind',
      'year',
      'is_demonstration',
    ],
    redacted: { state: () => sql`'published'`, created_at: ({ at }) => sql`${at}::timestamptz` },
    withheld: [
      'based_on',
      'author_id',
      'submitted_by',
      'submitted_at',
      'decided_by',
      'decided_at',
      'decision_reason',
    ],
    where: ({ versionId }) => sql`working.id = ${versionId}`,
  },
  {
    table: 'assignment',
    columns: [
      'version_id',
      'county_code',
      'village_id',
      'status',
      'category_key',
      'review_date',
      'printed_name',
      'printed_township',
      ...sourced,
    ],
    redacted: {
      revision: () => sql`1`,
      flags: () => sql`array(
        select flag from unnest(working.flags) as flag where flag = any(${documentFlags})
      )`,
    },
    withheld: ['reason', 'criterion', 'clause', 'changed_by', 'changed_at'],
    where: ofVersion,
  },
  {
    table: 'declared_count',
    columns: ['version_id', 'county_code', 'category_key', 'declared', 'source_place'],
    where: ofVersion,
  },
  {
    table: 'indicator',
    columns: [
      'plan_id',
      'number',
      'row',
      'group_name',
      'name',
      'unit',
      'kind',
      'baseline_year',
      'baseline',
      'baseline_text',
      'target_year',
      'target',
      'target_operator',
      'target_text',
      'annual_growth_percent',
      'note',
      ...sourced,
    ],
    where: ofPlan,
  },
  {
    table: 'project',
    columns: [
      'plan_id',
      'number',
      'category',
      'subcategory',
      'name',
      'content',
      'note',
      'places',
      'year_start',
      'year_end',
      'years_text',
      'investment_yuan',
      'investment_group',
      ...sourced,
    ],
    where: ofPlan,
  },
  {
    table: 'tourism_route',
    columns: [
      'plan_id',
      'id',
      'number',
      'name',
      'name_en',
      'theme',
      'theme_en',
      'county_names',
      'declared_county_count',
      'anchors',
      'note',
      'note_en',
      'source_id',
    ],
    redacted: { ...unsigned },
    withheld: signatures,
    where: ofPlan,
  },
  {
    table: 'contradiction',
    columns: [
      'plan_id',
      'id',
      'subject_type',
      'subject_id',
      'subject_row',
      'nature',
      'summary',
      'summary_en',
      ...sourced,
    ],
    where: ofPlan,
  },
  {
    table: 'site',
    columns: [
      'county_code',
      'id',
      'name',
      'township_code',
      'village_id',
      'size_class',
      'opened_year',
      'checks',
      'is_demonstration',
      'disclosure',
      'source_id',
    ],
    redacted: {
      ...unsigned,
      households: figureOf(sql`working.households`),
      people: figureOf(sql`working.people`),
      capacity_households: figureOf(sql`working.capacity_households`),
      geom: () => sql`case when ${isExact} then working.geom else drawn.geom end`,
      geom_mercator: () =>
        sql`ST_Transform(case when ${isExact} then working.geom else drawn.geom end, 3857)`,
      location_quality: () =>
        sql`case when ${isExact} then working.location_quality::text else drawn.location_quality end`,
    },
    redactedGeometry: ['geom', 'geom_mercator'],
    withheld: signatures,
    join: drawnPlace,
    where: (context) => sql`
      working.disclosure <> 'withheld' and (${isExact} or drawn.geom is not null) and ${demonstrationRule(context)}`,
  },
  {
    table: 'facility_kind',
    columns: ['key', 'order', 'name', 'name_en', 'glyph', 'group_name', 'standard_metres'],
  },
  {
    table: 'facility',
    columns: [
      'county_code',
      'id',
      'kind',
      'name',
      'township_code',
      'village_id',
      'capacity',
      'status',
      'opened_year',
      'location_quality',
      'is_demonstration',
      'is_public',
      'source_id',
    ],
    geometry: ['geom', 'geom_mercator'],
    redacted: { ...unsigned },
    withheld: signatures,
    where: (context) => sql`working.is_public and ${demonstrationRule(context)}`,
  },
  {
    table: 'road',
    columns: [
      'county_code',
      'id',
      'class',
      'surface',
      'length_metres',
      'speed_kmh',
      'from_village_id',
      'to_village_id',
      'is_closed',
      'location_quality',
      'is_demonstration',
      'source_id',
    ],
    geometry: ['geom', 'geom_mercator'],
    where: demonstrationRule,
  },
  {
    table: 'route_line',
    columns: ['plan_id', 'route_id', 'location_quality', 'is_demonstration', 'source_id'],
    geometry: ['geom', 'geom_mercator'],
    where: ofPlanAndStation,
  },
  {
    table: 'route_stop',
    columns: [
      'plan_id',
      'route_id',
      'order',
      'name',
      'village_id',
      'is_anchor',
      'location_quality',
      'is_demonstration',
      'source_id',
    ],
    geometry: ['geom', 'geom_mercator'],
    redacted: { source_place: unsigned.source_place },
    where: ofPlanAndStation,
  },
  {
    table: 'project_place',
    columns: [
      'plan_id',
      'project_number',
      'order',
      'place',
      'county_code',
      'township_code',
      'village_id',
      'location_quality',
      'is_demonstration',
      'source_id',
    ],
    geometry: ['geom', 'geom_mercator', 'shape'],
    redacted: { ...unsigned },
    withheld: signatures,
    where: ofPlanAndStation,
  },
  // Last: only the sources that the rows above refer to stay (see copyRows).
  {
    table: 'source',
    columns: [
      'id',
      'kind',
      'title',
      'title_en',
      'publisher',
      'issued',
      'licence',
      'checksum',
      'note',
      'is_demonstration',
    ],
    where: demonstrationRule,
  },
];

/** Never in a release, on no station: invented attributes of real villages. */
export const neverCopied: readonly string[] = ['demonstration_attribute'];

/** Made anew from the rows of the release itself, so that they can know nothing else. */
export const madeFromRelease: readonly string[] = ['search_entry', 'search_term'];

/** Every table of a release that may hold rows. */
export const releaseTables: readonly string[] = [
  ...tableCopies.map(({ table }) => table),
  ...madeFromRelease,
];

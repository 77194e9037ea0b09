import type { Territories } from '../../server/contract/territories.ts';
import type { WrittenTerritory } from '../../server/contract/territoryEdits.ts';
import type { Database } from '../../server/database/database.ts';
import { sql } from '../../server/database/sql.ts';
import { decodeArcs } from '../../server/domain/territories/encodedArcs.ts';
import { territoryOf } from '../../server/domain/territories/topology.ts';
import { topologyFaults } from '../../server/domain/territories/topologyFaults.ts';
import type { Position, TerritoryArc } from '../../server/domain/territories/territoryArc.ts';
import { rowsOf } from '../api/ownDatabase.ts';
import { bodyOf, send } from '../api/testApp.ts';
import { prefecture, type Member, type Team } from './team.ts';

/** What every edit of these tests says. */
export const reason = { reason: '按勘界记录' };
export const accepts = { acceptsPointOutside: true };
export const approval = { approval: '县政函〔2026〕3号' };

/** A village as it lies, to be compared bit by bit. */
export interface Ground {
  id: number;
  townshipCode: string;
  area: number;
  territory: string;
}

/** Steps of the outer edge, whatever arcs they are in. */
const outerEdge = (arcs: readonly TerritoryArc[]): string =>
  arcs
    .filter(({ left, right }) => left === 0 || right === 0)
    .flatMap(({ points }) =>
      points.slice(1).map((to, at) => [String(points[at]), String(to)].sort().join(' ')),
    )
    .sort()
    .join();

const sumOf = (ground: readonly Ground[]) => ground.reduce((sum, { area }) => sum + area, 0);

/** A team that edits borders of a database of its own. */
export class BorderTeam {
  readonly #database: Database;
  readonly team: Team;
  #shipped = '';

  private constructor(database: Database, team: Team) {
    this.#database = database;
    this.team = team;
  }

  static async of(database: Database, team: Team): Promise<BorderTeam> {
    const made = new BorderTeam(database, team);
    made.#shipped = outerEdge((await made.borders()).arcs);
    return made;
  }

  async borders(region = prefecture): Promise<{ revision: number; arcs: TerritoryArc[] }> {
    const url = `/api/territories?region=${region}`;
    const { revision, arcs } = await bodyOf<Territories>(this.team.apps.leader, url);
    return { revision, arcs: decodeArcs(arcs) };
  }

  post(member: Member, url: string, body: object, revision?: number) {
    const request = send(this.team.apps[member], 'post', url);
    if (revision !== undefined) request.set('if-match', `"${revision}"`);
    return request.send(body);
  }

  async edit(body: object, member: Member = 'planner', revision?: number) {
    return this.post(member, '/api/territory-edits', body, revision ?? (await this.borders()).revision);
  }

  async accepted(body: object): Promise<WrittenTerritory> {
    const answer = await this.edit(body);
    if (answer.status !== 200) throw new Error(answer.text);
    return answer.body as WrittenTerritory;
  }

  undo(id: number, member: Member = 'planner') {
    return this.post(member, `/api/territory-edits/${id}/undo`, { reason: '画错了' });
  }

  ground(): Promise<Ground[]> {
    return rowsOf<Ground>(
      this.#database,
      sql`
        select id, township_code as "townshipCode", ST_Area(ST_SetSRID(territory, 4326)::geography) as area,
          ST_AsText(ST_Normalize(territory)) as territory
        from xiangtu.village where territory is not null order by id`,
    );
  }

  regions(): Promise<{ code: string; geom: string }[]> {
    return rowsOf(
      this.#database,
      sql`
        select code, ST_AsText(ST_Normalize(geom)) as geom
        from xiangtu.region where geom is not null order by code`,
    );
  }

  async townships(): Promise<Map<number, string>> {
    const rows = await rowsOf<{ id: number; code: string }>(
      this.#database,
      sql`select id, township_code as code from xiangtu.village`,
    );
    return new Map(rows.map(({ id, code }) => [id, code]));
  }

  /** What does not hold after an edit: sound borders, kept ground, territories that are made of borders. */
  async faults(before: readonly Ground[]): Promise<unknown[]> {
    const { arcs } = await this.borders();
    const ground = await this.ground();
    // Inside, no ground is won or lost; a vertex on the outer edge is rounded to a tenth of a metre.
    const most = outerEdge(arcs) === this.#shipped ? 0.1 : 500;
    const lost = Math.abs(sumOf(ground) - sumOf(before));
    const drawn = new Set(ground.map(({ id }) => id));
    const bounded = new Set(arcs.flatMap(({ left, right }) => [left, right]).filter((id) => id !== 0));
    const was = new Map(before.map(({ id, territory }) => [id, territory]));
    const changed = ground
      .filter(({ id, territory }) => was.get(id) !== territory)
      .map(({ id }) => ({ id, geom: { type: 'MultiPolygon', coordinates: territoryOf(arcs, id) } }));
    const wrong = await rowsOf<{ id: number }>(
      this.#database,
      sql`
        select village.id
        from xiangtu.village
        join jsonb_to_recordset(${JSON.stringify(changed)}::jsonb) as expected(id integer, geom jsonb)
          on expected.id = village.id
        where not ST_IsValid(village.territory)
          or not ST_Equals(village.territory, ST_SetSRID(ST_GeomFromGeoJSON(expected.geom), 4490))`,
    );
    return [
      ...topologyFaults(arcs),
      ...(lost < most ? [] : [`${lost} square metres won or lost`]),
      ...[...drawn].filter((id) => !bounded.has(id)).map((id) => `${id} has no border`),
      ...[...bounded].filter((id) => !drawn.has(id)).map((id) => `${id} has no territory`),
      ...wrong.map(({ id }) => `the territory of ${id} is not that of its borders`),
    ];
  }

  /** The longest straight border between two villages of a township: one that can be bent. */
  async longBorder(region: string): Promise<TerritoryArc> {
    const { arcs } = await this.borders(region);
    const length = ({ points }: TerritoryArc) =>
      Math.hypot(points[0]![0] - points.at(-1)![0], points[0]![1] - points.at(-1)![1]);
    return arcs
      .filter(({ rank, points }) => rank === 'village' && points.length === 2)
      .toSorted((one, other) => length(other) - length(one))[0]!;
  }
}

export const villagesOf = (
  arcs: readonly TerritoryArc[],
  townships: ReadonlyMap<number, string>,
  code: string,
): number[] =>
  [...new Set(arcs.flatMap(({ left, right }) => [left, right]))].filter((id) =>
    townships.get(id)?.startsWith(code),
  );

/** From one end of a border to the other, bent aside in the middle by a share of its length. */
export function bent({ points }: TerritoryArc, share: number): Position[] {
  const [from, to] = [points[0]!, points.at(-1)!];
  const [x, y] = [to[0] - from[0], to[1] - from[1]];
  return [from, [from[0] + x / 2 - share * y, from[1] + y / 2 + share * x], to];
}

export const redraw = (arc: TerritoryArc, share: number, rest: object = accepts) => ({
  kind: 'redraw',
  arc: arc.id,
  villages: [arc.left, arc.right],
  line: bent(arc, share),
  ...reason,
  ...rest,
});

/** A line right across a village. */
export function across(arcs: readonly TerritoryArc[], village: number, angle = 0.6): Position[] {
  const ring = territoryOf(arcs, village)[0]![0]!;
  const [lngs, lats] = [ring.map(([lng]) => lng), ring.map(([, lat]) => lat)];
  const middle = [(Math.min(...lngs) + Math.max(...lngs)) / 2, (Math.min(...lats) + Math.max(...lats)) / 2];
  const reach = Math.hypot(Math.max(...lngs) - middle[0]!, Math.max(...lats) - middle[1]!);
  const [x, y] = [reach * Math.cos(angle), reach * Math.sin(angle)];
  return [
    [middle[0]! - x, middle[1]! - y],
    [middle[0]! + x, middle[1]! + y],
  ];
}

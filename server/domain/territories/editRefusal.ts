import { fromGrid, type GridPoint } from './grid.ts';
import type { TopologyChange } from './topology.ts';
import type { Position } from './territoryArc.ts';

/** Why an edit of borders is refused, for people, Chinese first. */
const SENTENCES = {
  unknownVillage: { zh: '没有这个村的村域。', en: 'This village has no territory.' },
  unknownArc: { zh: '没有这段界线。', en: 'There is no such border.' },
  villageExists: { zh: '新村的编号已有村域。', en: 'The new village already has a territory.' },
  tooShort: { zh: '线至少要有两个不同的点。', en: 'A line needs two different points at least.' },
  crossesItself: { zh: '线与自身相交或相接。', en: 'The line crosses or touches itself.' },
  endsInside: { zh: '线的一端没有画到村界。', en: 'The line ends before it reaches the border.' },
  endsOffBorder: { zh: '线的一端不在这段界线上。', en: 'The line does not end on this border.' },
  leavesVillage: {
    zh: '线离开了本村，或不止一次碰到村界。',
    en: 'The line leaves the village or meets its border more than twice.',
  },
  outsideVillage: { zh: '线没有穿过本村。', en: 'The line does not cross the village.' },
  doesNotDivide: {
    zh: '线的两端在不同的边界环上，分不开本村。',
    en: 'The line joins two different rings of the border and divides nothing.',
  },
  endsAtTouchingPoint: {
    zh: '线的一端落在村域自身相接的点上，请移开一点。',
    en: 'The line ends where the territory touches itself; move it a little.',
  },
  touchesThirdVillage: {
    zh: '线碰到了第三个村的界线。',
    en: 'The line touches the border of a third village.',
  },
  leavesTerritories: {
    zh: '线碰到了村域范围的外缘。',
    en: 'The line touches the outer edge of all territories.',
  },
  touchesSameBorder: {
    zh: '线碰到了这两个村之间的另一段界线。',
    en: 'The line touches another border between the two villages.',
  },
  movesEnclave: {
    zh: '线把一块飞地划到了另一个村里。',
    en: 'The line moves an enclave into another village.',
  },
  sliver: { zh: '会留下空的或极窄的村域。', en: 'An empty or very narrow territory would be left.' },
  disconnects: { zh: '会把一个村域断成几块。', en: 'A territory would fall into separate parts.' },
  notNeighbours: { zh: '两个村没有共同的界线。', en: 'The two villages share no border.' },
  differentTownships: { zh: '两个村不在同一个乡镇。', en: 'The two villages are in different townships.' },
  higherBorder: {
    zh: '这段是乡镇以上的界线，不能在这里改。',
    en: 'This border is one of townships or above and is not changed here.',
  },
  pointOutside: {
    zh: '村的位置会落在自己的村域之外；如果属实，请勾选确认。',
    en: 'The place of a village would lie outside its own territory; confirm it if that is so.',
  },
  faulty: {
    zh: '界线取整后会出现缝隙或重叠，请把线移开一点。',
    en: 'Rounded to the grid, borders would leave a gap or overlap; move the line a little.',
  },
} as const;

export type RefusalCode = keyof typeof SENTENCES;

export interface EditRefusal {
  code: RefusalCode;
  sentence: { zh: string; en: string };
  /** Where the map should look; null where the request itself names nothing on the map. */
  place: Position | null;
}

/** What an edit comes to; it changes nothing itself, see applyChange. */
export type TopologyEdit = { ok: true; change: TopologyChange } | { ok: false; refusal: EditRefusal };

/** The sentence of a refusal that the topology knows nothing of. */
export const refusalSentence = (code: RefusalCode): EditRefusal['sentence'] => SENTENCES[code];

export function refuse(code: RefusalCode, place: GridPoint | null): { ok: false; refusal: EditRefusal } {
  return { ok: false, refusal: { code, sentence: SENTENCES[code], place: place && fromGrid(place) } };
}

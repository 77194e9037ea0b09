/**
 * Font stacks of the map. The map draws every glyph from the reader's own fonts: MapLibre takes the stack as a
 * CSS family list and reads the weight from the first name, so that name only carries a weight.
 */
const sansFamilies = [
  'PingFang SC',
  'HarmonyOS Sans SC',
  'Microsoft YaHei UI',
  'Source Han Sans SC',
  'Noto Sans SC',
  'Noto Sans CJK SC',
  'system-ui',
];
const serifFamilies = [
  'Source Han Serif SC',
  'Noto Serif SC',
  'Noto Serif CJK SC',
  'Songti SC',
  ...sansFamilies,
];

export const mapFonts = {
  regular: ['Xiangtu Regular', ...sansFamilies],
  semibold: ['Xiangtu Semibold', ...sansFamilies],
  bold: ['Xiangtu Bold', ...sansFamilies],
  /** Only at 20 px or larger. */
  serif: ['Xiangtu Bold', ...serifFamilies],
} satisfies Record<string, string[]>;

/** The same families for canvas drawing. */
export const canvasSans = [...sansFamilies.map((name) => `"${name}"`), 'sans-serif'].join(', ');

import type { Text } from '../i18n/text.ts';

/** Words drawn on and around the map. */
export const mapWords = {
  title: { zh: '地图', en: 'Map' },
  zoomIn: { zh: '放大', en: 'Zoom in' },
  zoomOut: { zh: '缩小', en: 'Zoom out' },
  wholeRegion: { zh: '看全域', en: 'Whole region' },
  north: { zh: '北', en: 'N' },
  schematic: { zh: '示意图', en: 'Schematic' },
  approval: { zh: '审图号', en: 'Approval no.' },
  crs: { zh: 'CGCS2000', en: 'CGCS2000' },
  dataTo: { zh: '数据至', en: 'Data to' },
  sources: { zh: '来源', en: 'Sources' },
  noWebGl: {
    zh: '这台设备不能画可操作的地图，下面是点位图。全部内容在列表里。',
    en: 'This device cannot draw the interactive map; a plain picture follows. The list holds everything.',
  },
  openList: { zh: '看列表', en: 'Open the list' },
  failed: { zh: '地图没有取到', en: 'The map could not be loaded' },
  retry: { zh: '再试一次', en: 'Try again' },
  scale: { zh: '比例尺', en: 'Scale' },
  keys: {
    zh: '方向键移动，加减号缩放，回车选中心处，Esc 离开',
    en: 'Arrows move, plus and minus zoom, Enter picks the middle, Esc leaves',
  },
} as const satisfies Record<string, Text>;

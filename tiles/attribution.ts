/** Said of everything that holds demonstration data. */
export const stationMark = '演示站：含示例数据';

/** Map libraries put the attribution into the page as HTML. */
const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Whom a tileset is from, as HTML: the mark of a 演示站 first, then each source with its licence. */
export const attributionOf = (
  sources: readonly { title: string; licence: string }[],
  isDemonstration: boolean,
): string =>
  [...(isDemonstration ? [stationMark] : []), ...sources.map(({ title, licence }) => `${title}，${licence}`)]
    .map(escapeHtml)
    .join(' · ');

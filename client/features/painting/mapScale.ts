/** Metres of a CSS pixel: 1/96 inch. */
const pixelMetres = 0.0254 / 96;

/** The denominator of the map's scale to two digits: 180,000 of 1 : 180,000. @param metresPerPixel on the ground */
export function mapScale(metresPerPixel: number): number {
  const exact = metresPerPixel / pixelMetres;
  const step = 10 ** Math.max(0, Math.floor(Math.log10(exact)) - 1);
  return Math.round(exact / step) * step;
}

/** 109.4612°E 28.4037°N; four decimals are about ten metres. @param place degrees, EPSG:4490 */
export function positionText({ lng, lat }: { lng: number; lat: number }): string {
  const east = `${Math.abs(lng).toFixed(4)}°${lng < 0 ? 'W' : 'E'}`;
  return `${east} ${Math.abs(lat).toFixed(4)}°${lat < 0 ? 'S' : 'N'}`;
}

/** A scale bar: marks at 0, half and the whole, and its width. */
export interface ScaleBar {
  /** Ground length of the whole bar, metres. */
  metres: number;
  /** CSS pixels. */
  width: number;
  /** Text of the middle and the last mark; the last carries the unit. */
  middle: string;
  last: string;
}

/** The longest bar of 1, 2, 4 or 5 times a power of ten that is no wider than `widest`. */
export function scaleBar(metresPerPixel: number, widest: number): ScaleBar | null {
  if (!(metresPerPixel > 0) || !(widest > 0)) return null;
  const most = metresPerPixel * widest;
  const power = 10 ** Math.floor(Math.log10(most));
  const step = [5, 4, 2, 1].find((factor) => factor * power <= most) ?? 1;
  const metres = step * power;
  const isKilometres = metres >= 1000;
  const unit = isKilometres ? 1000 : 1;
  return {
    metres,
    width: metres / metresPerPixel,
    middle: String(metres / 2 / unit),
    last: `${metres / unit} ${isKilometres ? 'km' : 'm'}`,
  };
}

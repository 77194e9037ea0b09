/** Red, green, blue, 0…255. */
type Rgb = readonly [number, number, number];

/** @throws RangeError unless `hex` is #RRGGBB */
function parseHex(hex: string): Rgb {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex);
  if (!match) throw new RangeError(`not a #RRGGBB colour: ${hex}`);
  return [Number.parseInt(match[1]!, 16), Number.parseInt(match[2]!, 16), Number.parseInt(match[3]!, 16)];
}

/**
 * `share` (0…1) of `over` laid on `under`, as one opaque colour: lines drawn in it stay even where their ends
 * overlap, which translucent lines do not.
 */
export function mix(over: string, under: string, share: number): string {
  const a = parseHex(over);
  const b = parseHex(under);
  const channel = (index: 0 | 1 | 2) =>
    Math.round(a[index] * share + b[index] * (1 - share))
      .toString(16)
      .padStart(2, '0');
  return `#${channel(0)}${channel(1)}${channel(2)}`;
}

/** `#RRGGBB` with an alpha of 0…1, as CSS. */
export function withAlpha(hex: string, alpha: number): string {
  const [red, green, blue] = parseHex(hex);
  return `rgba(${red}, ${green}, ${blue}, ${alpha})`;
}

/** WCAG 2 relative luminance, 0…1. */
function luminance(hex: string): number {
  const linear = parseHex(hex).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * linear[0]! + 0.7152 * linear[1]! + 0.0722 * linear[2]!;
}

/** WCAG 2 contrast ratio of two opaque colours, 1…21. */
export function contrast(a: string, b: string): number {
  const [darker, lighter] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

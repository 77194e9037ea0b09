/** Metres that the API accepts as a standard. */
export const standardLimits = { least: 1, most: 200_000 } as const;

const factors = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 2.5, 3, 4, 5];

/** Standards offered by the slider: round multiples around the kind's own, ascending, metres. */
export function standardSteps(ownMetres: number): readonly number[] {
  const steps = factors.map((factor) => Math.max(100, Math.round((ownMetres * factor) / 100) * 100));
  return [...new Set([...steps, ownMetres])].toSorted((a, b) => a - b);
}

export function isStandard(metres: number): boolean {
  return Number.isInteger(metres) && metres >= standardLimits.least && metres <= standardLimits.most;
}

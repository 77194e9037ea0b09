import type { Position } from '#domain/territories/territoryArc';

/** What was typed, as positions; the first line that is none otherwise, from 1. */
export type ReadLine = { positions: Position[]; fault: null } | { positions: null; fault: number };

/** Six decimals: a tenth of a metre, the grid of the borders. */
const decimals = 6;

/** Positions as people type them: one a line, longitude first, with a comma or a space between. */
export function readLine(text: string): ReadLine {
  const positions: Position[] = [];
  for (const [index, row] of text.split('\n').entries()) {
    if (row.trim() === '') continue;
    const parts = row
      .trim()
      .split(/[\s,，、]+/)
      .map(Number);
    const [lng, lat] = parts;
    const isPosition =
      parts.length === 2 && parts.every(Number.isFinite) && Math.abs(lng!) <= 180 && Math.abs(lat!) <= 90;
    if (!isPosition) return { positions: null, fault: index + 1 };
    positions.push([lng!, lat!]);
  }
  return { positions, fault: null };
}

export const writeLine = (line: readonly Position[]): string =>
  line.map(([lng, lat]) => `${lng.toFixed(decimals)}, ${lat.toFixed(decimals)}`).join('\n');

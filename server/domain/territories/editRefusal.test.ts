import { describe, expect, it } from 'vitest';
import { withEnclave } from '../../../tests/support/squareTerritories.ts';
import type { TopologyEdit } from './editRefusal.ts';
import { mergeVillages } from './mergeVillages.ts';
import { redrawBorder } from './redrawBorder.ts';
import { splitVillage } from './splitVillage.ts';
import type { Position } from './territoryArc.ts';

describe('refusals', () => {
  const split = (line: Position[], village = 1) =>
    splitVillage(withEnclave(), { village, newVillage: 9, newSide: 'left', line });
  const codeAndPlace = (edit: TopologyEdit) => (edit.ok ? 'done' : [edit.refusal.code, edit.refusal.place]);

  it('say what is wrong with a dividing line, and where', () => {
    expect(
      codeAndPlace(
        split([
          [109.2, 29.5],
          [109.2, 28.5],
        ]),
      ),
    ).toEqual(['endsInside', [109.2, 28.5]]);
    expect(
      codeAndPlace(
        split([
          [108, 26],
          [108, 30],
        ]),
      ),
    ).toEqual(['outsideVillage', [108, 26]]);
    expect(
      codeAndPlace(
        split([
          [109.5, 29.5],
          [109.5, 28.5],
        ]),
      ),
    ).toEqual(['doesNotDivide', [109.5, 28.6]]);
    expect(
      codeAndPlace(
        split([
          [109.5, 29.5],
          [109.5, 27.5],
        ]),
      ),
    ).toEqual(['leavesVillage', [109.5, 28.6]]);
    expect(
      codeAndPlace(
        split([
          [109.1, 29.5],
          [109.3, 28.5],
          [109.3, 28.7],
          [109, 28.6],
        ]),
      )[0],
    ).toBe('crossesItself');
    expect(
      codeAndPlace(
        split([
          [109, 28.0003],
          [109.0003, 28],
        ]),
      )[0],
    ).toBe('sliver');
    expect(codeAndPlace(split([[109.2, 28.5]]))[0]).toBe('tooShort');
    expect(
      codeAndPlace(
        split(
          [
            [109.2, 29.5],
            [109.2, 27.5],
          ],
          77,
        ),
      )[0],
    ).toBe('unknownVillage');
  });

  it('say whose border a redrawn one runs into', () => {
    const redraw = (id: number, line: Position[]) =>
      codeAndPlace(redrawBorder(withEnclave(), { arc: id, line }));
    expect(
      redraw(1, [
        [110, 28],
        [109.7, 28.5],
        [110, 29],
      ]),
    ).toEqual('done');
    expect(
      redraw(1, [
        [110, 28],
        [109.5, 28.5],
        [110, 29],
      ])[0],
    ).toBe('touchesThirdVillage');
    expect(
      redraw(1, [
        [110, 28],
        [109, 28.7],
        [110, 29],
      ]),
    ).toEqual(['leavesTerritories', [109, 28.7]]);
    expect(
      redraw(1, [
        [110, 28],
        [109.2, 28.1],
        [109.2, 28.9],
        [110, 29],
      ])[0],
    ).toBe('movesEnclave');
    expect(
      redraw(1, [
        [110, 28],
        [110.3, 28.7],
        [109.7, 28.8],
        [110.3, 28.5],
        [110, 29],
      ])[0],
    ).toBe('crossesItself');
    expect(
      redraw(1, [
        [110, 28.5],
        [110.5, 28.5],
      ]),
    ).toEqual(['endsOffBorder', [110.5, 28.5]]);
    expect(
      redraw(99, [
        [110, 28],
        [110, 29],
      ])[0],
    ).toBe('unknownArc');
  });

  it('merge neighbours of one township only', () => {
    const arcs = withEnclave();
    expect(codeAndPlace(mergeVillages(arcs, 1, 4))[0]).toBe('notNeighbours');
    expect(codeAndPlace(mergeVillages(arcs, 1, 8))).toEqual(['unknownVillage', null]);
    const apart = arcs.map((border) => (border.id === 1 ? { ...border, rank: 'township' as const } : border));
    expect(codeAndPlace(mergeVillages(apart, 1, 2))[0]).toBe('differentTownships');
    const swallowed = mergeVillages(arcs, 1, 5);
    expect(swallowed.ok && swallowed.change.removed).toEqual([9]);
  });
});

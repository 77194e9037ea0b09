import { describe, expect, test, vi } from 'vitest';
import { ApiFailure } from '../../api/call.ts';
import type { DrawingLayer } from './drawingLayers.ts';
import type { DrawnRow } from './drawnRow.ts';
import { PlaceDraft } from './placeDraft.svelte.ts';
import { RouteEditor, type FindPath } from './routeEditor.svelte.ts';
import { missingRuns, stopsOf } from './routeStops.ts';

const place = (index: number): [number, number] => [109.7 + index * 0.01, 28.3];
/** A road from stop to stop that makes a bow, ten minutes a leg. */
const road: FindPath = async (stops) => ({
  isDemonstration: true,
  legs: stops.slice(1).map(({ position: to }, index) => {
    const from = stops[index]!.position;
    const middle: [number, number] = [(from[0] + to[0]) / 2, 28.31];
    return { line: [[...from], middle, [...to]] as [number, number][], metres: 1, minutes: 10, roadIds: [1] };
  }),
});
const layer = { id: 'routes' } as DrawingLayer;
const stored = (count: number): DrawnRow =>
  ({
    key: 'drawn-1',
    values: {
      stops: Array.from({ length: count }, (_, index) => ({
        was: index + 1,
        name: 'ABCDE'[index],
        position: place(index),
        locationQuality: 'surveyed',
      })),
      line: {
        type: 'MultiLineString',
        coordinates: Array.from({ length: count - 1 }, (_, index) => [
          place(index),
          [place(index)[0] + 0.005, 28.32],
          place(index + 1),
        ]),
      },
      lineQuality: 'surveyed',
    },
  }) as unknown as DrawnRow;
const open = (find: FindPath = road, base: DrawnRow | null = stored(4)) => {
  const draft = new PlaceDraft(layer, [], base);
  return { draft, route: new RouteEditor(draft, find) };
};
const names = (draft: PlaceDraft) =>
  stopsOf(draft.values)
    .map(({ name }) => name)
    .join('');
const legs = (draft: PlaceDraft) =>
  (draft.values['line'] as { coordinates: [number, number][][] } | null)?.coordinates ?? [];
const settled = (route: RouteEditor) => vi.waitFor(() => expect(route.isFinding).toBe(false));

describe('the stops of a route', () => {
  test('come one after another, along roads as soon as they are found', async () => {
    const { draft, route } = open(road, null);
    for (const index of [0, 1, 2]) route.add(place(index), index, 'ABC'[index]);
    // Straight at once, so that there is always a line to save.
    expect(legs(draft).map(({ length }) => length)).toEqual([2, 2]);
    await settled(route);
    expect(legs(draft).map(({ length }) => length)).toEqual([3, 3]);
    expect([route.minutes, route.hasStraightLeg, route.hasDemonstrationRoads]).toEqual([20, false, true]);
  });

  test('stay straight where roads are not wanted, and say so', async () => {
    const { draft, route } = open(road, null);
    route.setSnapped(false);
    route.add(place(0));
    route.add(place(1));
    await settled(route);
    expect(legs(draft)).toEqual([[place(0), place(1)]]);
    expect([route.minutes, route.hasStraightLeg]).toEqual([null, true]);
  });

  test('moved in the order keep the legs between those that stay neighbours', async () => {
    const { draft, route } = open();
    const [, , last] = legs(draft);
    route.move(0, 1);
    await settled(route);
    expect(names(draft)).toBe('BACD');
    expect(legs(draft)[2]).toBe(last);
    expect(route.hasStoredLeg).toBe(true);
    expect(draft.values['lineQuality']).toBe('estimated');
  });

  test('turned round are turned with their legs and their time', async () => {
    const { draft, route } = open(road, null);
    for (const index of [0, 1, 2]) route.add(place(index), index, 'ABC'[index]);
    await settled(route);
    const [first] = legs(draft);
    route.reverse();
    expect(names(draft)).toBe('CBA');
    expect(legs(draft)[1]).toEqual(first!.toReversed());
    expect(route.minutes).toBe(20);
  });

  test('removed or moved on the map lose only the legs beside them', async () => {
    const { draft, route } = open();
    const [first, , last] = legs(draft);
    route.place(1, [109.711, 28.301]);
    await settled(route);
    expect(stopsOf(draft.values)[1]).toMatchObject({ was: 2, name: 'B', locationQuality: 'estimated' });
    expect(legs(draft)[0]).not.toBe(first);
    expect(legs(draft)[2]).toBe(last);
    route.remove(3);
    expect([names(draft), legs(draft).length]).toEqual(['ABC', 2]);
  });

  test('split at one make two routes that meet there; the second is new', () => {
    const { route } = open();
    const [first, second] = route.split(2);
    expect(stopsOf(first).map(({ was, name }) => `${was}${name}`)).toEqual(['1A', '2B', '3C']);
    expect(stopsOf(second).map(({ was, name }) => `${was}${name}`)).toEqual(['nullC', 'nullD']);
  });

  test('far from any road are told at the stop, and the leg stays straight', async () => {
    const find: FindPath = () =>
      Promise.reject(
        new ApiFailure('bad', {
          code: 'invalid-request',
          status: 400,
          errors: [{ path: 'stops.1', message: '太远了' }],
        }),
      );
    const { draft, route } = open(find);
    route.place(3, [109.8, 28.4]);
    await settled(route);
    // The run that was asked for begins at the third stop.
    expect([route.faultOf(2), route.faultOf(3)]).toEqual([null, '太远了']);
    expect(legs(draft)[2]).toEqual([place(2), [109.8, 28.4]]);
  });

  test('a step back takes the stop and its line back together', async () => {
    const { draft, route } = open();
    const before = draft.values;
    route.remove(1);
    await settled(route);
    draft.undo();
    expect(draft.values).toBe(before);
    expect(draft.isDirty).toBe(false);
    draft.redo();
    expect(names(draft)).toBe('ACD');
  });

  test('runs of missing legs are asked for together', () => {
    expect(missingRuns([null, null, [], null, []] as never)).toEqual([
      [0, 2],
      [3, 4],
    ]);
  });
});

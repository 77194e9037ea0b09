import { beforeEach, describe, expect, test } from 'vitest';
import { VillagePainter } from './villagePainter.ts';

type State = Record<string, number | boolean>;

let states: Map<string, State>;
let frames: (() => void)[];
let callsPerFrame: number[];
let painter: VillagePainter;

beforeEach(() => {
  states = new Map();
  frames = [];
  callsPerFrame = [];
  painter = new VillagePainter(
    {
      setFeatureState({ source, sourceLayer, id }, state) {
        states.set(`${source}/${sourceLayer}/${id}`, { ...state });
        callsPerFrame[callsPerFrame.length - 1]! += 1;
      },
    },
    (step) => frames.push(step),
  );
});

function runFrames(): void {
  for (let step = frames.shift(); step; step = frames.shift()) {
    callsPerFrame.push(0);
    step();
  }
}

describe('painting villages', () => {
  test('sets fills, points and patterns of what differs from the default, and nothing else', () => {
    painter.setAssignments(Uint8Array.of(0, 3, 0, 254));
    expect(painter.isPending).toBe(true);
    runFrames();
    expect(painter.isPending).toBe(false);
    expect([...states.keys()].toSorted()).toEqual([
      'base-patterns/villages/2',
      'base-patterns/villages/4',
      'base/village_points/2',
      'base/village_points/4',
      'base/villages/2',
      'base/villages/4',
    ]);
    expect(states.get('base/villages/2')).toEqual({ c: 3, v: 0 });
  });

  test('repaints only changed villages', () => {
    painter.setAssignments(Uint8Array.of(1, 2, 3));
    runFrames();
    states.clear();
    painter.setAssignments(Uint8Array.of(1, 4, 3));
    runFrames();
    expect([...states.keys()].filter((key) => key.startsWith('base/villages/'))).toEqual(['base/villages/2']);
  });

  test('takes no more than a thousand fills or 250 patterns in a frame', () => {
    painter.setAssignments(new Uint8Array(2500).fill(1));
    runFrames();
    // Two layers a village on the base source.
    expect(callsPerFrame.slice(0, 3)).toEqual([2000, 2000, 1000]);
    expect(callsPerFrame.slice(3)).toEqual(Array.from({ length: 10 }, () => 250));
  });

  test('shows a coverage and takes it back', () => {
    painter.setAssignments(Uint8Array.of(1, 2));
    painter.setCoverage(Uint8Array.of(1, 2));
    runFrames();
    expect(states.get('base/villages/2')).toEqual({ c: 2, v: 2 });
    painter.setCoverage(new Uint8Array());
    runFrames();
    expect(states.get('base/villages/2')).toEqual({ c: 2, v: 0 });
    expect(states.get('base-patterns/villages/1')).toEqual({ c: 1, v: 0 });
  });

  test('outlines zones where two categories meet and at the outer edge', () => {
    painter.setEdges([
      { id: 11, left: 1, right: 2 },
      { id: 12, left: 2, right: 3 },
      { id: 13, left: 3, right: 0 },
    ]);
    painter.setAssignments(Uint8Array.of(1, 1, 2));
    runFrames();
    const zones = [11, 12, 13].map((id) => states.get(`base/edges/${id}`)?.['z'] ?? false);
    expect(zones).toEqual([false, true, true]);
    painter.setAssignments(Uint8Array.of(1, 1, 1));
    runFrames();
    expect(states.get('base/edges/12')).toEqual({ z: false });
  });

  test('sets everything again after the map lost it', () => {
    painter.setAssignments(Uint8Array.of(1, 0, 2));
    runFrames();
    states.clear();
    painter.repaint();
    runFrames();
    expect(states.get('base/villages/1')).toEqual({ c: 1, v: 0 });
    expect(states.has('base/villages/2')).toBe(false);
  });

  test('does nothing more once stopped', () => {
    painter.setAssignments(Uint8Array.of(1));
    painter.stop();
    runFrames();
    expect(states.size).toBe(0);
  });
});

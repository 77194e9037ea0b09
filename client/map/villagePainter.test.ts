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
        const key = `${source}/${sourceLayer}/${id}`;
        states.set(key, { ...states.get(key), ...state });
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

  describe('while a pointer paints', () => {
    const edges = [
      { id: 11, left: 1, right: 2 },
      { id: 12, left: 2, right: 3 },
      { id: 13, left: 3, right: 0 },
    ];
    const keysOf = (prefix: string) => [...states.keys()].filter((key) => key.startsWith(prefix));
    let codes: Uint8Array;

    beforeEach(() => {
      codes = Uint8Array.of(1, 1, 1);
      painter.setEdges(edges);
      painter.setAssignments(codes);
      runFrames();
      states.clear();
      callsPerFrame.push(0);
    });

    function paint(code: number, ids: number[]): void {
      for (const id of ids) codes[id - 1] = code;
      painter.change(ids);
    }

    test('colours a few villages at once and lets patterns and zones follow in the next frame', () => {
      paint(2, [2]);
      expect([...states.keys()]).toEqual(['base/villages/2', 'base/village_points/2']);
      callsPerFrame.push(0);
      frames.shift()?.();
      expect(states.get('base-patterns/villages/2')).toEqual({ c: 2, v: 0 });
      expect(states.get('base/edges/11')).toEqual({ z: true });
      expect(states.get('base/edges/12')).toEqual({ z: true });
      expect(states.has('base/edges/13')).toBe(false);
      expect(painter.isPending).toBe(false);
    });

    test('looks at the named villages only', () => {
      codes[0] = 4;
      paint(2, [3]);
      runFrames();
      expect(keysOf('base/villages/')).toEqual(['base/villages/3']);
    });

    test('does nothing for a village that is as it is drawn, or that does not exist', () => {
      painter.change([1, 0, -3, 4]);
      expect(painter.isPending).toBe(false);
      expect(states.size).toBe(0);
    });

    test('takes a stroke back with its zones', () => {
      paint(2, [2]);
      runFrames();
      paint(1, [2]);
      runFrames();
      expect(states.get('base/villages/2')).toEqual({ c: 1, v: 0 });
      expect(states.get('base/edges/11')).toEqual({ z: false });
    });

    test('outlines what is pending, once for a border between two, and no longer when it is not', () => {
      painter.setPending([1, 2]);
      runFrames();
      expect(keysOf('base-patterns/edges/').toSorted()).toEqual([
        'base-patterns/edges/11',
        'base-patterns/edges/12',
      ]);
      expect(states.get('base-patterns/edges/11')).toEqual({ p: true });
      painter.setPending([1]);
      runFrames();
      expect(states.get('base-patterns/edges/11')).toEqual({ p: true });
      expect(states.get('base-patterns/edges/12')).toEqual({ p: false });
    });

    test('outlines areas a rule holds for and areas it cannot tell as wholes, the former before the latter', () => {
      painter.setPreview({ matched: [1], unknown: [2, 3] });
      runFrames();
      const preview = () => [11, 12, 13].map((id) => states.get(`base-patterns/edges/${id}`)?.['m'] ?? 0);
      expect(preview()).toEqual([1, 0, 2]);
      painter.setPreview({ matched: [1, 2], unknown: [] });
      runFrames();
      expect(preview()).toEqual([0, 1, 0]);
      states.clear();
      painter.repaint();
      runFrames();
      expect(preview()).toEqual([0, 1, 0]);
      painter.setPreview({ matched: [], unknown: [] });
      runFrames();
      expect(preview()).toEqual([0, 0, 0]);
    });

    test('hatches what is locked, and no longer when it is not', () => {
      painter.setLocked([3]);
      runFrames();
      expect([...states]).toEqual([['base-patterns/villages/3', { l: true }]]);
      painter.setLocked([]);
      runFrames();
      expect(states.get('base-patterns/villages/3')).toEqual({ l: false });
    });

    test('lights what is asked about on areas and points, and no longer when it is not', () => {
      painter.setLit([3, 2]);
      runFrames();
      painter.setLit([2]);
      runFrames();
      expect(states.get('base-patterns/villages/2')).toEqual({ h: true });
      expect(states.get('base/village_points/2')).toEqual({ h: true });
      expect(states.get('base-patterns/villages/3')).toEqual({ h: false });
      expect(states.has('base-patterns/villages/1')).toBe(false);
    });

    test('sets outlines, locks and lights again after the map lost them', () => {
      painter.setPending([1]);
      painter.setLocked([3]);
      painter.setLit([2]);
      runFrames();
      states.clear();
      painter.repaint();
      runFrames();
      expect(states.get('base-patterns/edges/11')).toEqual({ p: true });
      expect(states.get('base-patterns/villages/3')).toMatchObject({ l: true });
      expect(states.get('base-patterns/villages/2')).toMatchObject({ h: true });
    });
  });

  test('slices a stroke over thousands, and colours the pointer’s few before the rest of it', () => {
    const codes = new Uint8Array(5000).fill(1);
    painter.setAssignments(codes);
    runFrames();
    states.clear();
    codes.fill(2);
    callsPerFrame = [0];
    painter.change(Array.from({ length: 4990 }, (_, index) => index + 1));
    expect(callsPerFrame).toEqual([0]);
    expect(painter.backlog).toMatchObject({ fills: 4990, patterns: 0 });
    painter.change([4995, 5000]);
    expect([...states.keys()].filter((key) => key.startsWith('base/villages/'))).toEqual([
      'base/villages/4995',
      'base/villages/5000',
    ]);
    callsPerFrame = [];
    runFrames();
    // Two layers a village on the base source.
    expect(Math.max(...callsPerFrame)).toBe(2000);
    expect(callsPerFrame.slice(0, 5)).toEqual([2000, 2000, 2000, 2000, 1980]);
    expect(callsPerFrame.slice(5)).toEqual([...Array.from({ length: 19 }, () => 250), 242]);
    expect(states.size).toBe(3 * 4992);
  });

  test('colours no more than 300 villages between two frames at once', () => {
    const codes = new Uint8Array(1000);
    painter.setAssignments(codes);
    codes.fill(1);
    callsPerFrame = [0];
    const some = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index);
    painter.change(some(1, 200));
    painter.change(some(201, 100));
    expect(callsPerFrame).toEqual([600]);
    painter.change(some(301, 1));
    expect(callsPerFrame).toEqual([600]);
    expect(painter.backlog.fills).toBe(1);
    frames.shift()?.();
    callsPerFrame = [0];
    painter.change(some(400, 100));
    expect(callsPerFrame).toEqual([200]);
  });

  test('does nothing more once stopped', () => {
    painter.setAssignments(Uint8Array.of(1));
    painter.stop();
    runFrames();
    expect(states.size).toBe(0);
  });
});

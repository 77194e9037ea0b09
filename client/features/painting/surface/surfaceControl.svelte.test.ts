import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { CellIndex } from '#domain/territories/cellIndex';
import type { Position } from '#domain/territories/territoryArc';
import type { MapHandle } from '../../../map/mapHandle.svelte.ts';
import { squareTerritories } from '../../../../tests/support/squareTerritories.ts';
import type { PaintTool } from '../paintTool.ts';
import { SurfaceControl } from './surfaceControl.svelte.ts';
import { FakeDraft } from './testing/fakeDraft.ts';
import { fakeMap } from './testing/fakeMap.ts';

let draft: FakeDraft;
let fake: ReturnType<typeof fakeMap>;
let control: SurfaceControl;
let disconnect: () => void;
let tool: PaintTool;
let heldLetters: number;
let flights: unknown[];
let frames: (() => void)[];

beforeEach(() => {
  draft = new FakeDraft(new CellIndex(squareTerritories()));
  fake = fakeMap();
  document.body.replaceChildren(fake.container);
  tool = 'brush';
  heldLetters = 0;
  flights = [];
  frames = [];
  vi.stubGlobal('requestAnimationFrame', (step: () => void) => frames.push(step));
  vi.stubGlobal('cancelAnimationFrame', () => {
    frames = [];
  });
  const handle = {
    villages: {
      holdLetters() {
        heldLetters += 1;
        return () => (heldLetters -= 1);
      },
    },
    screenPosition: ([lng, lat]: Position) => ({ x: (lng - 109) * 100, y: (29 - lat) * 100 }),
    flyTo: (target: unknown) => flights.push(target),
    zoomIn: () => flights.push('in'),
    zoomOut: () => flights.push('out'),
  } as unknown as MapHandle;
  control = new SurfaceControl(() => ({ draft, handle, tool, brushSize: 1 }));
  disconnect = control.connect(fake.map, draft.cells);
});

afterEach(() => {
  disconnect();
  vi.unstubAllGlobals();
});

interface Pointing {
  id?: number;
  type?: string;
  /** What the browser merged into this event. */
  merged?: readonly (readonly [number, number])[];
}

function point(
  name: string,
  [x, y]: readonly [number, number],
  { id = 1, type = 'mouse', merged = [] }: Pointing = {},
) {
  const place = { clientX: x, clientY: y };
  const event = new PointerEvent(name, {
    ...place,
    pointerId: id,
    pointerType: type,
    button: 0,
    bubbles: true,
  });
  event.getCoalescedEvents = () => merged.map(([clientX, clientY]) => ({ clientX, clientY }) as PointerEvent);
  fake.canvas.dispatchEvent(event);
}

function press(key: string, target: EventTarget = fake.canvas, name = 'keydown'): KeyboardEvent {
  const event = new KeyboardEvent(name, { key, bubbles: true, cancelable: true });
  target.dispatchEvent(event);
  return event;
}

function runFrame(): void {
  const steps = frames;
  frames = [];
  for (const step of steps) step();
}

// Pixels of the four villages: 1 and 2 above, 3 and 4 below.
const [one, two, three, four] = [
  [50, 50],
  [150, 50],
  [50, 150],
  [150, 150],
] as const;

describe('painting with a pointer', () => {
  test('sweeps all samples of a frame at once, those that the browser merged too', () => {
    point('pointerdown', one);
    expect(draft.swept).toEqual([[1]]);
    expect(control.isStroking).toBe(true);
    point('pointermove', two, { merged: [two] });
    point('pointermove', three, { merged: [four, three] });
    expect(draft.swept).toHaveLength(1);
    expect(frames).toHaveLength(1);
    runFrame();
    expect(draft.swept).toEqual([[1], [2, 3, 4]]);
    expect(control.pointer).toEqual({ x: 50, y: 150 });
    point('pointerup', three);
    expect(draft.deeds).toEqual(['begin', 'sweep', 'sweep', 'end']);
    expect(control.isStroking).toBe(false);
  });

  test('paints the rest of the way before the stroke ends', () => {
    point('pointerdown', one);
    point('pointermove', two);
    point('pointerup', four);
    expect(draft.deeds).toEqual(['begin', 'sweep', 'sweep', 'end']);
    expect(draft.swept[1]).toEqual([2, 4]);
  });

  test('keeps letters for the end of the stroke', () => {
    point('pointerdown', one);
    expect(heldLetters).toBe(1);
    point('pointermove', two);
    runFrame();
    expect(heldLetters).toBe(1);
    point('pointerup', two);
    expect(heldLetters).toBe(0);
  });

  test('follows a pointer that paints nothing and forgets it when it leaves', () => {
    point('pointermove', two);
    runFrame();
    expect(control.pointer).toEqual({ x: 150, y: 50 });
    expect(draft.deeds).toEqual([]);
    point('pointerleave', two);
    fake.container.dispatchEvent(new PointerEvent('pointerleave'));
    expect(control.pointer).toBeNull();
  });

  test('shows a rectangle while it is drawn and what it would paint', () => {
    tool = 'rectangle';
    point('pointerdown', one);
    point('pointermove', [60, 160]);
    runFrame();
    expect(control.outline?.kind).toBe('rectangle');
    expect([...(control.covered ?? [])].sort()).toEqual([1, 3]);
    point('pointerup', [60, 160]);
    expect(control.outline).toBeNull();
    expect(draft.swept).toEqual([[1, 3]]);
  });

  test('cancels the stroke in hand at Escape, which nothing else hears', () => {
    const heard = vi.fn<() => void>();
    document.addEventListener('keydown', heard);
    point('pointerdown', one);
    press('Escape');
    point('pointermove', two);
    runFrame();
    point('pointerup', two);
    expect(draft.deeds).toEqual(['begin', 'sweep', 'cancel']);
    expect(heard).not.toHaveBeenCalled();
    press('Escape');
    expect(heard).toHaveBeenCalledOnce();
    document.removeEventListener('keydown', heard);
  });

  test('ends the stroke when the tool is put away', () => {
    point('pointerdown', one);
    disconnect();
    expect(draft.deeds).toEqual(['begin', 'sweep', 'end']);
    expect(fake.enabled()).toContain('dragPan');
    point('pointerdown', one);
    expect(draft.deeds).toHaveLength(3);
  });

  test('paints nothing on a draft that cannot be changed', () => {
    draft.isEditable = false;
    point('pointerdown', one);
    point('pointerup', one);
    expect(draft.deeds).toEqual([]);
  });
});

describe('painting with fingers', () => {
  test('cancels at the second finger and gives both to the map until they are gone', () => {
    point('pointerdown', one, { id: 5, type: 'touch' });
    point('pointermove', two, { id: 5, type: 'touch' });
    point('pointerdown', four, { id: 6, type: 'touch' });
    expect(draft.deeds).toEqual(['begin', 'sweep', 'cancel']);
    expect(control.pointer).toBeNull();
    expect(fake.enabled()).toEqual(['dragPan', 'touchZoomRotate', 'scrollZoom']);
    point('pointermove', three, { id: 5, type: 'touch' });
    runFrame();
    point('pointerup', three, { id: 5, type: 'touch' });
    expect(fake.enabled()).toContain('touchZoomRotate');
    point('pointerup', three, { id: 6, type: 'touch' });
    expect(fake.enabled()).toEqual(['scrollZoom']);
    expect(draft.swept).toEqual([[1]]);
    point('pointerdown', one, { id: 7, type: 'touch' });
    point('pointerup', one, { id: 7, type: 'touch' });
    expect(draft.deeds.slice(3)).toEqual(['begin', 'sweep', 'end']);
  });
});

describe('holding Space', () => {
  test('lets the map be dragged and paints nothing', () => {
    expect(press(' ').defaultPrevented).toBe(true);
    expect(control.isMapHeld).toBe(true);
    expect(fake.enabled()).toEqual(['dragPan', 'scrollZoom']);
    point('pointerdown', one);
    point('pointerup', two);
    expect(draft.deeds).toEqual([]);
    press(' ', fake.canvas, 'keyup');
    expect(fake.enabled()).toEqual(['scrollZoom']);
    point('pointerdown', one);
    expect(draft.deeds).toEqual(['begin', 'sweep']);
  });

  test('does nothing in the middle of a stroke, and writes a space where somebody types', () => {
    point('pointerdown', one);
    press(' ');
    expect(control.isMapHeld).toBe(false);
    point('pointerup', one);
    const field = document.createElement('input');
    document.body.append(field);
    expect(press(' ', field).defaultPrevented).toBe(false);
    expect(control.isMapHeld).toBe(false);
  });

  test('ends when the window is left', () => {
    press(' ');
    dispatchEvent(new Event('blur'));
    expect(control.isMapHeld).toBe(false);
  });
});

describe('painting with the keyboard', () => {
  test('begins in the middle of the map, goes by arrows and paints with Enter', () => {
    press('ArrowRight');
    expect(draft.current).toBe(1);
    press('ArrowRight');
    press('ArrowDown');
    expect(draft.current).toBe(4);
    expect(control.told).toEqual({ villageId: 4 });
    expect(draft.deeds).toEqual([]);
    expect(press('Enter').defaultPrevented).toBe(true);
    expect(draft.deeds).toEqual(['begin', 'sweep', 'end']);
    expect(draft.swept).toEqual([[4]]);
  });

  test('stays where no village is ahead', () => {
    draft.current = 2;
    press('ArrowUp');
    expect(draft.current).toBe(2);
  });

  test('moves the map to a village that is not in view', () => {
    draft.current = 1;
    press('ArrowDown');
    expect(flights).toEqual([]);
    draft.cells.centreOf = () => [111.5, 28.5];
    press('PageDown');
    expect(draft.current).toBe(4);
    expect(flights).toEqual([[111.5, 28.5]]);
  });

  test('zooms, and leaves other keys and shortcuts to the page', () => {
    press('+');
    press('-');
    expect(flights).toEqual(['in', 'out']);
    expect(press('b').defaultPrevented).toBe(false);
    const undo = new KeyboardEvent('keydown', { key: 'ArrowUp', ctrlKey: true, cancelable: true });
    fake.canvas.dispatchEvent(undo);
    expect(undo.defaultPrevented).toBe(false);
  });
});

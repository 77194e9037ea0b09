import { describe, expect, test } from 'vitest';
import { TouchGesture } from './touchGesture.ts';

const mouse = { pointerId: 1, pointerType: 'mouse', button: 0 };
const pen = { pointerId: 2, pointerType: 'pen', button: 0 };
const finger = (pointerId: number) => ({ pointerId, pointerType: 'touch', button: 0 });

describe('a gesture', () => {
  test('paints with the main button of the mouse and with no other', () => {
    const gesture = new TouchGesture();
    expect(gesture.move(mouse)).toBe('hover');
    expect(gesture.down({ ...mouse, button: 2 })).toBeNull();
    expect(gesture.down(mouse)).toBe('begin');
    expect(gesture.down({ ...mouse, pointerId: 7 })).toBeNull();
    expect(gesture.move(mouse)).toBe('move');
    expect(gesture.up(mouse)).toBe('end');
    expect(gesture.isPainting).toBe(false);
  });

  test('paints with one finger', () => {
    const gesture = new TouchGesture();
    expect(gesture.down(finger(1))).toBe('begin');
    expect(gesture.move(finger(1))).toBe('move');
    expect(gesture.up(finger(1))).toBe('end');
  });

  test('hands over to the map at the second finger, until none is left', () => {
    const gesture = new TouchGesture();
    gesture.down(finger(1));
    expect(gesture.down(finger(2))).toBe('handOver');
    expect(gesture.isPainting).toBe(false);
    expect(gesture.move(finger(1))).toBeNull();
    expect(gesture.down(finger(3))).toBeNull();
    expect(gesture.up(finger(1))).toBeNull();
    expect(gesture.up(finger(3))).toBeNull();
    // One finger again, but of the gesture that moved the map.
    expect(gesture.move(finger(2))).toBeNull();
    expect(gesture.lose(finger(2))).toBe('takeBack');
    expect(gesture.down(finger(4))).toBe('begin');
  });

  test('cancels when the browser takes the pointer away', () => {
    const gesture = new TouchGesture();
    gesture.down(finger(1));
    expect(gesture.lose(finger(1))).toBe('cancel');
    expect(gesture.down(finger(2))).toBe('begin');
  });

  test('takes fingers for a palm while a pen paints', () => {
    const gesture = new TouchGesture();
    expect(gesture.down(pen)).toBe('begin');
    expect(gesture.down(finger(3))).toBeNull();
    expect(gesture.down(finger(4))).toBeNull();
    expect(gesture.up(finger(3))).toBeNull();
    expect(gesture.up(finger(4))).toBeNull();
    expect(gesture.up(pen)).toBe('end');
  });

  test('lets a pen take over from the palm that came first', () => {
    const gesture = new TouchGesture();
    gesture.down(finger(3));
    expect(gesture.down(pen)).toBe('restart');
    expect(gesture.move(finger(3))).toBeNull();
    expect(gesture.up(finger(3))).toBeNull();
    expect(gesture.up(pen)).toBe('end');
  });

  test('paints nothing more with a pointer whose stroke was ended from elsewhere', () => {
    const gesture = new TouchGesture();
    gesture.down(mouse);
    gesture.drop();
    expect(gesture.move(mouse)).toBe('hover');
    expect(gesture.up(mouse)).toBeNull();
    expect(gesture.down(mouse)).toBe('begin');
  });
});

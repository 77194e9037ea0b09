import { describe, expect, it } from 'vitest';
import { chordText, chordsOf, commandOf, focusOf, keyGroups, type KeyPress } from './paintingKeys.ts';

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  focus: 'page',
  isDialogOpen: false,
  ...more,
});

describe('keys of the painting page', () => {
  it('do what the sheet says', () => {
    const said = [...'1234567890'].map((digit) => [digit, `value-${digit}`]);
    const letters: [string, string][] = [
      ['p', 'tool-brush'],
      ['r', 'tool-rectangle'],
      ['l', 'tool-lasso'],
      ['v', 'tool-pan'],
      ['c', 'tool-click'],
      ['i', 'tool-inspect'],
      [' ', 'holdPan'],
      ['z', 'undo'],
      ['n', 'nextFound'],
      ['b', 'previousFound'],
      ['a', 'accept'],
      ['Enter', 'accept'],
      ['Escape', 'reject'],
      ['[', 'smallerBrush'],
      [']', 'largerBrush'],
      ['t', 'unit'],
      ['u', 'onlyUnassigned'],
      ['f', 'paintCurrent'],
      ['?', 'sheet'],
    ];
    for (const [key, command] of [...said, ...letters])
      expect([key, commandOf(press(key!))]).toEqual([key, command]);
  });

  it('undo and redo with Z and Shift-Z, with Ctrl or Cmd as everywhere, and Ctrl-Y', () => {
    expect(commandOf(press('Z', { shiftKey: true }))).toBe('redo');
    for (const control of [{ ctrlKey: true }, { metaKey: true }]) {
      expect(commandOf(press('z', control))).toBe('undo');
      expect(commandOf(press('Z', { ...control, shiftKey: true }))).toBe('redo');
      expect(commandOf(press('y', control))).toBe('redo');
    }
  });

  it('take ? with or without Shift, and capitals only where they are bound', () => {
    expect(commandOf(press('?', { shiftKey: true }))).toBe('sheet');
    expect(commandOf(press('P', { shiftKey: true }))).toBeNull();
    // Caps Lock gives a capital without Shift.
    expect(commandOf(press('P'))).toBe('tool-brush');
  });

  it('leave the keys of the browser alone', () => {
    for (const key of ['r', 'p', 'a', 'l', 'n', 't', '1', '0']) {
      expect(commandOf(press(key, { ctrlKey: true }))).toBeNull();
      expect(commandOf(press(key, { metaKey: true }))).toBeNull();
      expect(commandOf(press(key, { altKey: true }))).toBeNull();
    }
    for (const key of ['Tab', 'F5', 'ArrowDown', 'x']) expect(commandOf(press(key))).toBeNull();
  });

  it('do nothing while somebody types or a dialog is open', () => {
    const commands = keyGroups.flatMap(({ rows }) => rows.flatMap(({ bindings }) => bindings));
    for (const { chords } of commands) {
      for (const { key, isShifted = false, hasControl = false } of chords) {
        const own = press(key, { shiftKey: isShifted, ctrlKey: hasControl });
        expect(commandOf(own)).not.toBeNull();
        expect(commandOf({ ...own, focus: 'field' })).toBeNull();
        expect(commandOf({ ...own, isDialogOpen: true })).toBeNull();
      }
    }
  });

  it('leave Enter and Space to a button that has the focus, and nothing else', () => {
    const focus = 'control' as const;
    expect(commandOf(press('Enter', { focus }))).toBeNull();
    expect(commandOf(press(' ', { focus }))).toBeNull();
    expect(commandOf(press('a', { focus }))).toBe('accept');
    expect(commandOf(press('3', { focus }))).toBe('value-3');
  });

  it('accept once however long Enter is held; walking and undoing go on', () => {
    expect(commandOf(press('Enter', { isRepeat: true }))).toBeNull();
    expect(commandOf(press('n', { isRepeat: true }))).toBe('nextFound');
    expect(commandOf(press('z', { isRepeat: true }))).toBe('undo');
    expect(commandOf(press(' ', { isRepeat: true }))).toBe('holdPan');
  });

  it('are bound once each', () => {
    const chords = keyGroups.flatMap(({ rows }) =>
      rows.flatMap(({ bindings }) =>
        bindings.flatMap((binding) =>
          binding.chords.map(
            ({ key, isShifted, hasControl }) => `${key} ${isShifted} ${hasControl ?? false}`,
          ),
        ),
      ),
    );
    expect(new Set(chords).size).toBe(chords.length);
  });

  it('are printed as on the keyboard', () => {
    expect(chordsOf('accept').map((chord) => chordText(chord, '空格'))).toEqual(['↵', 'A']);
    expect(chordsOf('redo').map((chord) => chordText(chord, '空格'))).toEqual([
      'Shift Z',
      'Ctrl Shift Z',
      'Ctrl Y',
    ]);
    expect(chordText(chordsOf('holdPan')[0]!, '空格')).toBe('空格');
  });
});

describe('where the focus is', () => {
  const element = (html: string): HTMLElement => {
    const parent = document.createElement('div');
    parent.innerHTML = html;
    return parent.firstElementChild as HTMLElement;
  };

  it('is a field wherever letters are taken', () => {
    for (const html of ['<input>', '<input type="search">', '<input type="date">', '<textarea></textarea>']) {
      expect(focusOf(element(html))).toBe('field');
    }
    expect(focusOf(element('<select></select>'))).toBe('field');
    expect(focusOf(element('<div contenteditable="true"></div>'))).toBe('field');
  });

  it('is the page where none is, and on what the mouse left focused', () => {
    expect(focusOf(null)).toBe('page');
    expect(focusOf(element('<p></p>'))).toBe('page');
    expect(focusOf(element('<button></button>'))).toBe('page');
    expect(focusOf(element('<input type="checkbox">'))).toBe('page');
    expect(focusOf(element('<input type="range">'))).toBe('page');
  });
});

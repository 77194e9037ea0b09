import type { MessageKey } from '../../i18n/zh.ts';
import type { PaintTool } from './paintTool.ts';

type Digit = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9';

/** Everything a key does on the painting page; `value-n` is what digit n stands for in the list of categories. */
export type PaintingCommand =
  | `tool-${PaintTool}`
  | `value-${Digit}`
  | 'holdPan'
  | 'smallerBrush'
  | 'largerBrush'
  | 'unit'
  | 'onlyUnassigned'
  | 'nextFound'
  | 'previousFound'
  | 'paintCurrent'
  | 'accept'
  | 'reject'
  | 'undo'
  | 'redo'
  | 'sheet';

export interface KeyChord {
  /** `KeyboardEvent.key`, letters in lower case. */
  key: string;
  /** Left out: with or without Shift, as `?` needs it on some keyboards and not on others. */
  isShifted?: boolean;
  /** Ctrl, or Cmd on a Mac. */
  hasControl?: boolean;
}

export interface KeyBinding {
  command: PaintingCommand;
  /** Any of them; the first is the one buttons show. */
  chords: readonly KeyChord[];
}

/** A group of the sheet of all keys; rows name a few bindings by one sentence. */
export interface KeyGroup {
  title: MessageKey;
  rows: readonly { label: MessageKey; bindings: readonly KeyBinding[] }[];
}

const letter = (key: string): KeyChord => ({ key, isShifted: false });
const bind = (command: PaintingCommand, ...chords: (KeyChord | string)[]): KeyBinding => ({
  command,
  chords: chords.map((chord) => (typeof chord === 'string' ? letter(chord) : chord)),
});
const digits: readonly Digit[] = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

/** The one table of keys: it binds them and is what the sheet shows, so the two cannot differ. */
export const keyGroups: readonly KeyGroup[] = [
  {
    title: 'paintKeysValues',
    rows: [
      {
        label: 'paintKeyValues',
        bindings: digits.map((digit) => bind(`value-${digit}`, { key: digit })),
      },
      { label: 'paintKeyErase', bindings: [bind('value-0', { key: '0' })] },
      { label: 'paintKeyCurrent', bindings: [bind('paintCurrent', 'f')] },
    ],
  },
  {
    title: 'paintKeysTools',
    rows: [
      { label: 'paintToolPan', bindings: [bind('tool-pan', 'v')] },
      { label: 'paintToolClick', bindings: [bind('tool-click', 'c')] },
      { label: 'paintToolBrush', bindings: [bind('tool-brush', 'p')] },
      { label: 'paintToolRectangle', bindings: [bind('tool-rectangle', 'r')] },
      { label: 'paintToolLasso', bindings: [bind('tool-lasso', 'l')] },
      { label: 'paintToolInspect', bindings: [bind('tool-inspect', 'i')] },
      { label: 'paintKeyHoldPan', bindings: [bind('holdPan', { key: ' ' })] },
      {
        label: 'paintKeyBrushSize',
        bindings: [bind('smallerBrush', { key: '[' }), bind('largerBrush', { key: ']' })],
      },
      { label: 'paintKeyUnit', bindings: [bind('unit', 't')] },
      { label: 'paintOnlyUnassigned', bindings: [bind('onlyUnassigned', 'u')] },
    ],
  },
  {
    title: 'paintKeysStroke',
    rows: [
      { label: 'paintAccept', bindings: [bind('accept', { key: 'enter' }, 'a')] },
      { label: 'paintKeyReject', bindings: [bind('reject', { key: 'escape' })] },
      {
        label: 'paintUndo',
        bindings: [bind('undo', 'z', { key: 'z', isShifted: false, hasControl: true })],
      },
      {
        label: 'paintRedo',
        bindings: [
          bind(
            'redo',
            { key: 'z', isShifted: true },
            { key: 'z', isShifted: true, hasControl: true },
            { key: 'y', isShifted: false, hasControl: true },
          ),
        ],
      },
    ],
  },
  {
    title: 'paintKeysFinder',
    rows: [
      { label: 'paintNext', bindings: [bind('nextFound', 'n')] },
      { label: 'paintPrevious', bindings: [bind('previousFound', 'b')] },
      { label: 'paintKeysSheet', bindings: [bind('sheet', { key: '?' })] },
    ],
  },
];

const bindings = keyGroups.flatMap(({ rows }) => rows.flatMap((row) => row.bindings));

/** A pressed key, and what has the focus. */
export interface KeyPress {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  /**
   * field: somebody types or chooses there, every key is the field's; control: a button or link that Enter and Space
   * work; page: anything else.
   */
  focus: 'page' | 'control' | 'field';
  isDialogOpen: boolean;
  /** The key is held down. */
  isRepeat?: boolean;
}

const fits = (chord: KeyChord, press: KeyPress): boolean =>
  chord.key === press.key.toLowerCase() &&
  (chord.hasControl ?? false) === (press.ctrlKey || press.metaKey) &&
  (chord.isShifted === undefined || chord.isShifted === press.shiftKey);

/** Keys that go on while they are held; the others act once a press. */
const repeating: ReadonlySet<PaintingCommand> = new Set([
  'nextFound',
  'previousFound',
  'smallerBrush',
  'largerBrush',
  'undo',
  'redo',
]);

/** What a key does now; null: nothing here, it is left to the browser. */
export function commandOf(press: KeyPress): PaintingCommand | null {
  if (press.isDialogOpen || press.altKey || press.focus === 'field') return null;
  const isPressing = press.key === 'Enter' || press.key === ' ';
  if (press.focus === 'control' && isPressing) return null;
  const binding = bindings.find(({ chords }) => chords.some((chord) => fits(chord, press)));
  if (!binding) return null;
  // A held Space must not scroll the page between two of its repeats.
  if (press.isRepeat && !repeating.has(binding.command) && binding.command !== 'holdPan') return null;
  return binding.command;
}

/** The bindings of a command: what its button shows. */
export const chordsOf = (command: PaintingCommand): readonly KeyChord[] =>
  bindings.find((binding) => binding.command === command)?.chords ?? [];

const names: Record<string, string> = { enter: '↵', escape: 'Esc' };

/** A chord as it is printed on a key cap; Space has a word of its own in each language. */
export function chordText({ key, isShifted, hasControl }: KeyChord, space: string): string {
  const cap = key === ' ' ? space : (names[key] ?? key.toUpperCase());
  return [hasControl ? 'Ctrl' : null, isShifted ? 'Shift' : null, cap].filter(Boolean).join(' ');
}

const typing = 'textarea, select, [contenteditable=""], [contenteditable="true"]';
const pressing = 'a, button, summary, input';
/** Inputs that take no letters; every other kind is typed in. */
const withoutTyping: ReadonlySet<string> = new Set([
  'checkbox',
  'radio',
  'range',
  'button',
  'submit',
  'reset',
  'file',
  'color',
]);

/** Where the focus is, for `KeyPress.focus`. A control that the mouse left focused gives Space and Enter back. */
export function focusOf(target: EventTarget | null): KeyPress['focus'] {
  if (!(target instanceof HTMLElement)) return 'page';
  if (target instanceof HTMLInputElement && !withoutTyping.has(target.type)) return 'field';
  if (target.matches(typing)) return 'field';
  return target.closest(pressing) !== null && target.matches(':focus-visible') ? 'control' : 'page';
}

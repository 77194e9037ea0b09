export type DrawingCommand = 'undo' | 'redo' | 'save' | 'new' | 'select';

export interface DrawingKey {
  /** `KeyboardEvent.key`. */
  key: string;
  shiftKey: boolean;
  /** Ctrl, or Cmd on a Mac. */
  hasControl: boolean;
  /** The focus is where text goes. */
  isTyping: boolean;
  isDialogOpen: boolean;
}

/** What a key does on the page where places are drawn; null: nothing of its own. While typing, text keeps its keys. */
export function commandOf({
  key,
  shiftKey,
  hasControl,
  isTyping,
  isDialogOpen,
}: DrawingKey): DrawingCommand | null {
  if (isDialogOpen) return null;
  const letter = key.toLowerCase();
  if (hasControl && letter === 's' && !shiftKey) return 'save';
  if (isTyping) return null;
  if (letter === 'z') return shiftKey ? 'redo' : 'undo';
  if (hasControl) return letter === 'y' ? 'redo' : null;
  if (letter === 'n' && !shiftKey) return 'new';
  return key === 'Escape' ? 'select' : null;
}

/** Whether keys go into text there. */
export const isTypingIn = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  target.closest('input:not([type="radio"], [type="checkbox"]), textarea, select') !== null;

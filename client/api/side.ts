/**
 * As whom this page speaks to the server. It is a module of its own, not a rune: every call reads it, and only
 * Identity sets it.
 */
export interface Side {
  /** working: facts are asked of the working data; public: of the current release. */
  audience: 'working' | 'public';
  /** Repeated with every request that changes something; null: nobody is logged in. */
  csrfToken: string | null;
}

let side: Side = { audience: 'public', csrfToken: null };
let tellSessionOver: (() => void) | null = null;

export const currentSide = (): Readonly<Side> => side;

/** For Identity only. Kept answers are of the other side: forget them too (`forgetAnswers`). */
export function setSide(next: Side): void {
  side = next;
}

/**
 * Calls back whenever the server no longer takes this page's session; one listener at a time.
 * @returns stops it
 */
export function onSessionOver(listener: () => void): () => void {
  tellSessionOver = listener;
  return () => {
    if (tellSessionOver === listener) tellSessionOver = null;
  };
}

/** For `call`: a request with a session was refused because the session is over. */
export const reportSessionOver = (): void => tellSessionOver?.();

import { createContext } from 'svelte';
import type { Catalogue } from '../../state/catalogue.svelte.ts';
import type { CoverageState } from '../../state/coverage.svelte.ts';
import type { Identity } from '../../state/identity.svelte.ts';
import type { Preferences } from '../../state/preferences.svelte.ts';
import type { ViewState } from '../../state/view.svelte.ts';

/** The state of the whole application, made once in App.svelte. */
export interface Session {
  identity: Identity;
  catalogue: Catalogue;
  view: ViewState;
  preferences: Preferences;
  coverage: CoverageState;
  /** Loads again what every page needs, after a failure. */
  reload: () => Promise<void>;
}

export const [getSession, setSession] = createContext<Session>();

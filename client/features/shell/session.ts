import { createContext } from 'svelte';
import type { Catalogue } from '../../state/catalogue.svelte.ts';
import type { CoverageState } from '../../state/coverage.svelte.ts';
import type { Preferences } from '../../state/preferences.svelte.ts';
import type { ViewState } from '../../state/view.svelte.ts';

/** The state of the whole application, made once in App.svelte. */
export interface Session {
  catalogue: Catalogue;
  view: ViewState;
  preferences: Preferences;
  coverage: CoverageState;
}

export const [getSession, setSession] = createContext<Session>();

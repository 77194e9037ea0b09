import { createContext } from 'svelte';
import type { ThemeName } from '../theme/palette.ts';

/** The theme in use, for components that draw colours themselves (swatches, bars). */
export const [getThemeName, setThemeName] = createContext<{ readonly current: ThemeName }>();

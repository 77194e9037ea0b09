/** The two themes of the map and the chrome. */
export type ThemeName = 'light' | 'dark';

/** A category's colours: `fill` on the map, `on` for the letter over it. */
export interface SlotColours {
  fill: string;
  on: string;
}

/** Every colour the map draws with. Surfaces and ink repeat the CSS tokens; a test keeps them equal. */
export interface Palette {
  page: string;
  panel: string;
  sunken: string;
  land: string;
  out: string;
  water: string;
  ink: string;
  ink2: string;
  ink3: string;
  line: string;
  line2: string;
  /** Hairlines and names of regions beyond the plan. */
  neighbour: string;
  /** Slot n of a scheme is element n − 1. */
  slots: readonly SlotColours[];
  outside: string;
  unassigned: string;
  deferred: string;
  served: string;
  unserved: string;
  unknown: string;
  /** Tourism route n is element (n − 1) mod 4. */
  routes: readonly string[];
  sequential: readonly string[];
  diverging: readonly string[];
}

const light: Palette = {
  page: '#FAF9F5',
  panel: '#FFFFFF',
  sunken: '#F3F1EA',
  land: '#F1EFE8',
  out: '#E5E2D9',
  water: '#D3DBDE',
  ink: '#16202A',
  ink2: '#46525C',
  ink3: '#5C6770',
  line: '#DAD7CD',
  line2: '#7E858B',
  neighbour: '#C9C5B8',
  slots: [
    { fill: '#217C72', on: '#FFFFFF' },
    { fill: '#BF781A', on: '#101820' },
    { fill: '#643689', on: '#FFFFFF' },
    { fill: '#468ACE', on: '#101820' },
    { fill: '#A73659', on: '#FFFFFF' },
    { fill: '#646000', on: '#FFFFFF' },
  ],
  outside: '#E2DFD5',
  unassigned: '#FFFFFF',
  deferred: '#C6C6C1',
  served: '#6F8D99',
  unserved: '#54233A',
  unknown: '#FAF9F5',
  routes: ['#9F3F5E', '#0F71A8', '#4B4809', '#3C1F6F'],
  sequential: ['#DCE6E8', '#B3C8CE', '#84A5AF', '#527F8D', '#24566A'],
  diverging: ['#8A4F14', '#CB9A63', '#E8E4DA', '#7FA8B8', '#1F5A73'],
};

const dark: Palette = {
  page: '#12171B',
  panel: '#1A2126',
  sunken: '#0F1417',
  land: '#20272C',
  out: '#161C20',
  water: '#0F1A20',
  ink: '#ECEAE4',
  ink2: '#B9C0C5',
  ink3: '#929CA3',
  line: '#323B42',
  line2: '#74808A',
  neighbour: '#3A444B',
  slots: [
    { fill: '#65C8B1', on: '#05080A' },
    { fill: '#C9852E', on: '#05080A' },
    { fill: '#9A63BF', on: '#05080A' },
    { fill: '#9CBBFF', on: '#05080A' },
    { fill: '#D9657F', on: '#05080A' },
    { fill: '#D1C868', on: '#05080A' },
  ],
  outside: '#2B3338',
  unassigned: '#0F1417',
  deferred: '#4A545B',
  served: '#587582',
  unserved: '#F3C4CE',
  unknown: '#12171B',
  routes: ['#EF96A9', '#A9E4FF', '#E6DC7A', '#A68CDE'],
  sequential: ['#2C3F48', '#42606C', '#5F8592', '#86AEBB', '#B9D7E0'],
  diverging: ['#E0A866', '#8F6A3E', '#2F383D', '#4B7A8C', '#93C5D8'],
};

export const palettes: Readonly<Record<ThemeName, Palette>> = { light, dark };

/** Colours of palette slot `slot` (1…6); slots beyond the palette repeat it. */
export function slotColours(palette: Palette, slot: number): SlotColours {
  const index = (Math.max(1, Math.trunc(slot)) - 1) % palette.slots.length;
  return palette.slots[index]!;
}

/** Colour of tourism route `number` (from 1). */
export function routeColour(palette: Palette, number: number): string {
  const index = (Math.max(1, Math.trunc(number)) - 1) % palette.routes.length;
  return palette.routes[index]!;
}

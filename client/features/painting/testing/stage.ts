import { flushSync, mount, unmount, type Component } from 'svelte';
import type { Category } from '#contract/plans';
import type { Session } from '../../shell/session.ts';
import { sampleContext } from '../../../layers/testing/sampleContext.ts';
import Stage from './Stage.svelte';

/** Four categories: category1 … category4. */
export const stageCategories: readonly Category[] = sampleContext.categories;

const session = {
  catalogue: {
    categories: stageCategories,
    categoryByKey: (key: string | null) => stageCategories.find((category) => category.key === key) ?? null,
    region: (code: string) => ({ code, name: `区划${code.slice(-3)}`, nameEn: '' }),
  },
} as unknown as Session;

/** A component in the document, with what every page has around it. */
export function stage<Props extends Record<string, unknown>>(component: Component<Props>, props: Props) {
  const target = document.createElement('div');
  document.body.append(target);
  const shown = mount(Stage as unknown as Component<Record<string, unknown>>, {
    target,
    props: { component, props, session },
  });
  flushSync();
  return {
    target,
    /** The button with this accessible name or text. */
    button(name: string): HTMLButtonElement {
      const found = [...target.querySelectorAll('button')].find((button) =>
        (button.getAttribute('aria-label') ?? button.textContent).trim().startsWith(name),
      );
      if (!found) throw new Error(`no button ${name}`);
      return found;
    },
    click(name: string): void {
      this.button(name).click();
      flushSync();
    },
    text: (): string => (target.textContent ?? '').replaceAll(/\s+/g, ' ').trim(),
    async end(): Promise<void> {
      await unmount(shown);
      target.remove();
    },
  };
}

import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ViewState } from './view.svelte.ts';

let view: ViewState;
let disconnect: () => void;

beforeEach(() => {
  history.replaceState(null, '', '/map');
  view = new ViewState();
  disconnect = view.connect();
});

afterEach(() => disconnect());

/** Goes back and waits for the browser to say so. */
async function back(): Promise<void> {
  const popped = new Promise((resolve) => addEventListener('popstate', resolve, { once: true }));
  history.back();
  await popped;
}

describe('the connected view', () => {
  test('writes a chosen region and village to the address, and the back button undoes them', async () => {
    view.goToRegion('433124');
    view.select({ layer: 'villages', id: '745' });
    expect(location.search).toBe('?r=433124&s=villages.745');
    await back();
    expect(view.selection).toBeNull();
    expect(view.regionCode).toBe('433124');
    await back();
    expect(view.regionCode).toBeNull();
  });

  test('moves the camera without adding to the history', () => {
    const before = history.length;
    view.setCamera({ lng: 109.5, lat: 28.4, zoom: 9 });
    expect(location.search).toBe('?c=109.50000,28.40000,9.00');
    expect(history.length).toBe(before);
  });

  test('reads the address it is connected at', () => {
    disconnect();
    history.replaceState(null, '', '/map?r=433124110&cov=clinic.2500&l=villages');
    disconnect = view.connect();
    expect(view.regionCode).toBe('433124110');
    expect(view.coverage).toEqual({ kind: 'clinic', standardMetres: 2500 });
    expect([...view.visibleLayers]).toEqual(['villages']);
  });

  test('leaves the address alone once disconnected', () => {
    disconnect();
    view.goToRegion('433124');
    expect(location.search).toBe('');
  });

  test('may be connected inside an effect without running it again', () => {
    disconnect();
    let runs = 0;
    const stop = $effect.root(() => {
      $effect(() => {
        runs += 1;
        return view.connect();
      });
    });
    flushSync();
    view.goToRegion('433124');
    flushSync();
    expect(runs).toBe(1);
    stop();
  });

  test('drops what the data does not have', () => {
    view.goToRegion('999999');
    view.setCoverage({ kind: 'castle', standardMetres: 100 });
    view.select({ layer: 'villages', id: '5000' });
    view.reconcile({ hasRegion: () => false, hasFacilityKind: () => false, villageCount: 1797 });
    expect(view.regionCode).toBeNull();
    expect(view.coverage).toBeNull();
    expect(view.selection).toBeNull();
  });
});

describe('layers and kinds', () => {
  test('toggle one by one and by group', () => {
    expect(view.isVisible('villages')).toBe(true);
    view.toggle('villages');
    expect(view.isVisible('villages')).toBe(false);
    view.setGroup('regions', false);
    expect(view.isVisible('boundaries')).toBe(false);
    expect(view.isVisible('placeNames')).toBe(false);
    view.toggle('selection', true);
    expect(view.isVisible('selection')).toBe(false);
  });

  test('leaving one kind out of every kind names the others', () => {
    const all = ['school', 'clinic', 'bus'];
    view.toggleKind('bus', all);
    expect(view.isKindShown('bus')).toBe(false);
    expect(view.isKindShown('school')).toBe(true);
    view.toggleKind('bus', all);
    expect(view.facilityKinds).toBeNull();
  });
});

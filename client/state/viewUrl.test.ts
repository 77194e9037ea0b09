import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeView, defaultView, encodeView, type ViewSnapshot, type ViewVocabulary } from './viewUrl.ts';

const vocabulary: ViewVocabulary = {
  listedLayers: ['villages', 'zones', 'boundaries', 'facilities'],
  defaultLayers: ['villages', 'boundaries'],
  basemaps: ['offline', 'vec'],
};
const defaults = defaultView(vocabulary);

const word = fc.stringMatching(/^[A-Za-z0-9_-]{1,12}$/).filter((text) => text !== '-');
const words = fc.uniqueArray(word, { maxLength: 5 }).map((list) => list.toSorted());
const rounded = (digits: number) => (value: number) => Number(value.toFixed(digits));
const view: fc.Arbitrary<ViewSnapshot> = fc.record({
  regionCode: fc.option(fc.stringMatching(/^(\d{6}|\d{9}|\d{12})$/)),
  selection: fc.option(fc.record({ layer: word, id: word })),
  visibleLayers: fc.subarray(vocabulary.listedLayers as string[]).map((list) => list.toSorted()),
  facilityKinds: fc.option(words),
  coverage: fc.option(fc.record({ kind: word, standardMetres: fc.integer({ min: 1, max: 200_000 }) })),
  camera: fc.option(
    fc.record({
      lng: fc.double({ min: -180, max: 180, noNaN: true }).map(rounded(5)),
      lat: fc.double({ min: -85, max: 85, noNaN: true }).map(rounded(5)),
      zoom: fc.double({ min: 0, max: 24, noNaN: true }).map(rounded(2)),
    }),
  ),
  basemap: fc.constantFrom('offline', 'vec'),
});

describe('the view in a link', () => {
  test('comes back as it was written', () => {
    fc.assert(
      fc.property(view, (written) => {
        const read = decodeView(encodeView(written, vocabulary), vocabulary);
        // −0 and 0 are the same place.
        expect(JSON.parse(JSON.stringify(read))).toEqual(JSON.parse(JSON.stringify(written)));
      }),
      { seed: 20_211, numRuns: 500 },
    );
  });

  test('never throws and always falls back to something valid', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom('r', 's', 'l', 'k', 'cov', 'c', 'b'), (value, key) => {
        const read = decodeView(new URLSearchParams({ [key]: value }).toString(), vocabulary);
        expect(vocabulary.basemaps).toContain(read.basemap);
        for (const layer of read.visibleLayers) expect(vocabulary.listedLayers).toContain(layer);
      }),
      { seed: 20_212, numRuns: 500 },
    );
  });

  test('is empty for the default view', () => {
    expect(encodeView(defaults, vocabulary)).toBe('');
    expect(decodeView('', vocabulary)).toEqual(defaults);
  });

  test('reads as words', () => {
    const written = encodeView(
      {
        regionCode: '433124',
        selection: { layer: 'villages', id: '745' },
        visibleLayers: ['zones', 'villages'],
        facilityKinds: ['school', 'clinic'],
        coverage: { kind: 'clinic', standardMetres: 2500 },
        camera: { lng: 109.5, lat: 28.4, zoom: 10.25 },
        basemap: 'vec',
      },
      vocabulary,
    );
    expect(written).toBe(
      'r=433124&s=villages.745&l=villages,zones&k=clinic,school&cov=clinic.2500&c=109.50000,28.40000,10.25&b=vec',
    );
  });

  test('keeps the keys of others', () => {
    expect(encodeView(defaults, vocabulary, '?page=2&r=433124')).toBe('page=2');
  });

  test.each([
    ['r=湘西', defaults],
    ['r=43312', defaults],
    ['s=villages', defaults],
    ['s=villages.7.8', defaults],
    ['cov=clinic.0', defaults],
    ['cov=clinic.-5', defaults],
    ['cov=clinic.200001', defaults],
    ['c=109.5,28.4', defaults],
    ['c=999,28,9', defaults],
    ['c=109.5,28.4,99', defaults],
    ['c=NaN,28,9', defaults],
    ['b=satellite', defaults],
    ['k=a%20b', defaults],
    ['l=villages,nothing', { ...defaults, visibleLayers: ['villages'] }],
    ['l=-', { ...defaults, visibleLayers: [] }],
  ])('falls back for %s alone', (search, expected) => {
    expect(decodeView(search, vocabulary)).toEqual(expected);
  });
});

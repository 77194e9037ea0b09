import { expect, test } from 'vitest';
import type { DrawingLayer } from './drawingLayers.ts';
import type { DrawnRow } from './drawnRow.ts';
import { formFields } from './formFields.ts';
import { PlaceDraft } from './placeDraft.svelte.ts';

const fields = formFields({
  properties: {
    name: { type: 'string', minLength: 1, maxLength: 80 },
    nameEn: { type: 'string', minLength: 1 },
    people: { anyOf: [{ type: 'integer', minimum: 0 }, { type: 'null' }], default: null },
    position: { type: 'array', prefixItems: [{ type: 'number' }, { type: 'number' }] },
    locationQuality: { type: 'string', enum: ['surveyed', 'estimated'] },
  },
  required: ['name', 'position', 'locationQuality'],
});
const layer = { id: 'sites' } as DrawingLayer;
const row = (values: object, revision = 1): DrawnRow =>
  ({
    key: '1',
    revision,
    values: { name: '甲', people: 3, position: [109.7, 28.3], locationQuality: 'surveyed', ...values },
  }) as unknown as DrawnRow;

test('a moved place waits for the word on how it is known', () => {
  const draft = new PlaceDraft(layer, fields, row({}));
  draft.set('position', [109.8, 28.3]);
  expect(draft.values['locationQuality']).toBeNull();
  expect(draft.trySave()).toBe(false);
  expect(draft.faultsOf('locationQuality')).toEqual([{ kind: 'missing' }]);
  draft.set('locationQuality', 'surveyed');
  expect(draft.trySave()).toBe(true);
  expect(draft.body).toEqual({ position: [109.8, 28.3], locationQuality: 'surveyed' });
});

test('what is missing is said when saving was tried, not before', () => {
  const draft = new PlaceDraft(layer, fields, null);
  expect(draft.faultsOf('name')).toEqual([]);
  expect(draft.isDirty).toBe(false);
  draft.trySave();
  expect(draft.faultsOf('name')).toEqual([{ kind: 'missing' }]);
});

test('sends text without spaces around it, null for what is emptied, and leaves out what may be left out', () => {
  const draft = new PlaceDraft(layer, fields, row({ nameEn: 'Jia' }));
  draft.set('name', ' 乙 ');
  draft.set('people', null);
  draft.set('nameEn', '');
  expect(draft.body).toEqual({ name: '乙', people: null });
});

test('characters typed into one field are one step back', () => {
  const draft = new PlaceDraft(layer, fields, row({}));
  for (const name of ['乙', '乙村', '乙村点']) draft.set('name', name);
  draft.set('people', 4);
  draft.undo();
  expect([draft.values['name'], draft.values['people']]).toEqual(['乙村点', 3]);
  draft.undo();
  expect([draft.values['name'], draft.isDirty, draft.canUndo]).toEqual(['甲', false, false]);
  draft.redo();
  expect(draft.values['name']).toBe('乙村点');
});

test("a sentence of the server stands at its field until that is changed; others' stand below the form", () => {
  const draft = new PlaceDraft(layer, fields, row({}));
  draft.set('people', 4);
  draft.refuse([
    { path: 'body.people', message: '太多' },
    { path: 'somewhere', message: '别处' },
  ]);
  expect(draft.faultsOf('people')).toEqual([{ kind: 'said', text: '太多' }]);
  expect(draft.saidOfAll).toEqual(['别处']);
  draft.set('people', 5);
  expect(draft.faultsOf('people')).toEqual([]);
});

test('what was changed here goes over what a colleague made of the row', () => {
  const draft = new PlaceDraft(layer, fields, row({}));
  draft.set('people', 5);
  draft.rebase(row({ name: '同事改的', people: 4 }, 2));
  expect(draft.values).toMatchObject({ name: '同事改的', people: 5 });
  expect(draft.body).toEqual({ people: 5 });
});

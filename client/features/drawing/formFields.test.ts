import { describe, expect, test } from 'vitest';
import type { EndpointName } from '#contract/endpoints';
import { openApiDocument } from '../../../server/http/openapi.ts';
import { bodySchema } from './bodySchemas.ts';
import { fieldPath, formFields, initialValues, valueFaults, type FormField } from './formFields.ts';

/** As the browser gets it: the description of the API, through JSON. */
const description: unknown = JSON.parse(JSON.stringify(openApiDocument('0')));
const form = (endpoint: EndpointName) => formFields(bodySchema(description, endpoint));
const field = (fields: readonly FormField[], name: string) => fields.find((each) => each.name === name)!;

describe('a form from the schema of a body', () => {
  test('has a control for every field of a site, with its bounds', () => {
    const fields = form('createSite');
    expect(fields.map(({ name, kind }) => `${name} ${kind}`).sort()).toEqual([
      'capacityHouseholds integer',
      'checks answers',
      'households integer',
      'locationQuality choice',
      'name text',
      'openedYear integer',
      'people integer',
      'position position',
      'sizeClass choice',
    ]);
    expect(field(fields, 'name')).toMatchObject({ isRequired: true, least: 1, most: 80 });
    expect(field(fields, 'households')).toMatchObject({
      isRequired: false,
      isNullable: true,
      least: 0,
      most: 1_000_000,
    });
    expect(field(fields, 'openedYear')).toMatchObject({ least: 1900, most: 2200 });
    expect(field(fields, 'sizeClass').choices).toEqual(['small', 'medium', 'large']);
    expect(field(fields, 'locationQuality')).toMatchObject({
      isRequired: true,
      choices: ['surveyed', 'gazetteer', 'estimated'],
    });
    expect(field(fields, 'position').isRequired).toBe(true);
  });

  test('begins with what the schema says', () => {
    expect(initialValues(form('createFacility'))).toMatchObject({
      status: 'working',
      capacity: null,
      name: null,
      position: null,
    });
    expect(initialValues(form('createSite'))['checks']).toEqual({});
  });

  test('knows shapes of a project place, and the stops of a route with their fields', () => {
    expect(field(form('createProjectPlace'), 'geometry')).toMatchObject({
      kind: 'geometry',
      isRequired: true,
      shapes: ['Point', 'LineString', 'MultiLineString', 'Polygon', 'MultiPolygon'],
    });
    const fields = form('createTourismRoute');
    expect(field(fields, 'stops')).toMatchObject({ kind: 'rows', least: 2, most: 200 });
    expect(field(fields, 'stops').fields.map(({ name }) => name)).toEqual([
      'was',
      'name',
      'position',
      'locationQuality',
    ]);
    expect(field(fields, 'line')).toMatchObject({ kind: 'geometry', isNullable: true, isRequired: false });
    expect(field(fields, 'nameEn')).toMatchObject({ isRequired: false, isNullable: false, most: 120 });
  });
});

describe('what is wrong with values', () => {
  const faults = (values: Record<string, unknown>, isPartial = false) =>
    Object.fromEntries(
      [...valueFaults(form('createSite'), values, { isPartial })].map(([path, fault]) => [path, fault.kind]),
    );

  test('an empty form says all that is missing, and nothing else', () => {
    expect(faults(initialValues(form('createSite')))).toEqual({
      name: 'missing',
      sizeClass: 'missing',
      position: 'missing',
      locationQuality: 'missing',
    });
  });

  test('stands beside the field it is in', () => {
    expect(
      faults({
        name: ' '.repeat(3),
        sizeClass: 'huge',
        households: '12a',
        people: -1,
        capacityHouseholds: 1_000_001,
        openedYear: null,
        position: [109.7, Number.NaN],
        locationQuality: 'surveyed',
      }),
    ).toEqual({
      name: 'missing',
      sizeClass: 'notAChoice',
      households: 'notWhole',
      people: 'tooSmall',
      capacityHouseholds: 'tooLarge',
      position: 'notAPosition',
    });
    expect(faults({ name: '长'.repeat(81) }, true)).toEqual({ name: 'tooLong' });
  });

  test('of a change only what it names is looked at', () => {
    expect(faults({ people: 3 }, true)).toEqual({});
    expect(faults({ position: [109.7, 28.3], locationQuality: null }, true)).toEqual({
      locationQuality: 'missing',
    });
  });

  test('stops are told by their place in the list', () => {
    const stop = (name: string) => ({
      was: null,
      name,
      position: [109.7, 28.3],
      locationQuality: 'estimated',
    });
    const found = valueFaults(
      form('createTourismRoute'),
      { name: '线', stops: [stop('甲'), stop('')] },
      { isPartial: true },
    );
    expect([...found.keys()]).toEqual(['stops.1.name']);
    const alone = valueFaults(form('createTourismRoute'), { stops: [stop('甲')] }, { isPartial: true });
    expect(alone.get('stops')).toEqual({ kind: 'tooFew', limit: 2 });
  });

  test("a server's path is the form's", () => {
    expect(['body.name', 'stops.2.name', 'body', 'geometry.coordinates.1'].map(fieldPath)).toEqual([
      'name',
      'stops.2.name',
      '',
      'geometry.coordinates.1',
    ]);
  });
});

declare module 'geojson-validation' {
  /** With `trace`, the list of what is wrong: empty when nothing is. */
  type Check = (value: unknown, trace: true) => string[];
  export const isGeometryObject: Check;
  export const isFeature: Check;
  export const isFeatureCollection: Check;
}

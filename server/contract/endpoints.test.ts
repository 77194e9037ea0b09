import { describe, expect, it } from 'vitest';
import { endpoints, factEndpoints, publicEndpoints, publicPath } from './endpoints.ts';
import { routes, type RouteSchema } from './routes.ts';

/** Names of the routes with an audience. */
const withAudience = (audience: RouteSchema['audience']) =>
  Object.entries<RouteSchema>(routes)
    .filter(([, route]) => route.audience === audience)
    .map(([name]) => name)
    .sort();

describe('the address book, which the browser carries without the schemas', () => {
  it('names the same endpoints as the routes', () => {
    expect(Object.keys(endpoints).sort()).toEqual(Object.keys(routes).sort());
  });

  it('says of each whether it has a public address, as the routes do', () => {
    expect([...factEndpoints].sort()).toEqual(withAudience('both'));
    expect([...publicEndpoints].sort()).toEqual(withAudience('public'));
  });

  it('only reads at public addresses', () => {
    const methods = [...factEndpoints, ...publicEndpoints].map((name) => endpoints[name].method);
    expect(new Set(methods)).toEqual(new Set(['GET']));
    expect(publicPath(endpoints.getVillage.path)).toBe('/api/public/villages/{id}');
  });
});

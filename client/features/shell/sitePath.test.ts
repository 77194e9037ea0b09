import { expect, test } from 'vitest';
import { addressParts, loginPath, needsPlan, returnPath } from './sitePath.ts';

const origin = 'https://plan.example';

test('returns to where one was', () => {
  expect(loginPath({ pathname: '/map', search: '?r=433124&c=109,28,9' })).toBe(
    '/login?to=%2Fmap%3Fr%3D433124%26c%3D109%2C28%2C9',
  );
  expect(returnPath('/map?r=433124&c=109,28,9#a', origin)).toBe('/map?r=433124&c=109,28,9#a');
});

test('never leaves the site, nor comes back to the login', () => {
  for (const to of ['https://evil.example/', '//evil.example/x', '/\\evil.example', 'javascript:alert(1)']) {
    expect(returnPath(to, origin)).toBe('/');
  }
  expect(returnPath('/login?to=/map', origin)).toBe('/');
  expect(returnPath(null, origin)).toBe('/');
  expect(loginPath({ pathname: '/login', search: '?to=%2Fmap' })).toBe('/login');
});

test('knows the pages that work while nothing is published', () => {
  expect(['/login', '/setup/x', '/releases', '/admin/people', '/account'].map(needsPlan)).not.toContain(true);
  expect(['/', '/map', '/loginx', '/v/1', '/workbench'].map(needsPlan)).not.toContain(false);
});

test('hands the router path, query and hash apart', () => {
  expect(addressParts('/map?r=433124&l=a,b#x')).toEqual({
    path: '/map',
    search: 'r=433124&l=a,b',
    hash: 'x',
  });
  expect(addressParts('/')).toEqual({ path: '/', search: '', hash: '' });
});

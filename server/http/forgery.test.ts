import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { refuseForgery } from './forgery.ts';
import type { Principal } from './principal.ts';

const principal: Principal = { personId: 1, login: 'a', name: '甲', grants: [], csrfToken: 'right' };
const request = (headers: Record<string, string>) =>
  ({ headers: { host: 'xiangtu.example:3000', ...headers } }) as unknown as IncomingMessage;
const token = { 'x-csrf-token': 'right' };

describe('refuseForgery', () => {
  it.each([
    [
      'a page of this site',
      { ...token, origin: 'http://xiangtu.example:3000', 'sec-fetch-site': 'same-origin' },
    ],
    ['a program that sends neither', token],
  ])('lets %s through', (_, headers) => {
    expect(() => refuseForgery(request(headers as Record<string, string>), principal)).not.toThrow();
  });

  it.each([
    ['no token', {}],
    ['a wrong token', { 'x-csrf-token': 'wrong' }],
    ['a longer token', { 'x-csrf-token': 'right!' }],
    ['another origin', { ...token, origin: 'http://other.example' }],
    ['the same host on another port', { ...token, origin: 'http://xiangtu.example:4000' }],
    ['an opaque origin', { ...token, origin: 'null' }],
    ['a cross-site fetch', { ...token, 'sec-fetch-site': 'cross-site' }],
    ['a sibling site', { ...token, 'sec-fetch-site': 'same-site' }],
  ])('refuses %s', (_, headers) => {
    expect(() => refuseForgery(request(headers as Record<string, string>), principal)).toThrow(
      /other site|another site|missing or wrong/,
    );
  });

  it('asks no token of somebody without a session, but still a page of this site', () => {
    expect(() => refuseForgery(request({}), null)).not.toThrow();
    expect(() => refuseForgery(request({ origin: 'http://other.example' }), null)).toThrow('another site');
  });
});

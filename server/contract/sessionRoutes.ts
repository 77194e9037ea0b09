import { z } from 'zod';
import { changePasswordBody, loginBody, sessionSchema, setupBody, setupLinkSchema } from './people.ts';
import { none, route } from './route.ts';

const open = {
  tag: 'session',
  permission: 'open',
  audience: 'staff',
  query: none,
  cache: 'none',
} as const;
/** 32 random bytes, base64url. */
const tokenParams = z.object({ token: z.string().regex(/^[\w-]{43}$/) });

export const sessionRoutes = {
  getSession: route({
    ...open,
    summary: 'Who is logged in',
    params: none,
    body: null,
    response: sessionSchema,
  }),
  login: route({ ...open, summary: 'Log in', params: none, body: loginBody, response: sessionSchema }),
  logout: route({
    ...open,
    summary: 'Log out, here or everywhere',
    params: none,
    query: z.object({ everywhere: z.stringbool().default(false) }),
    body: null,
    response: sessionSchema,
  }),
  changePassword: route({
    ...open,
    summary: 'Change the own password; every other session of the person ends',
    params: none,
    body: changePasswordBody,
    response: sessionSchema,
  }),
  getSetupLink: route({
    ...open,
    summary: 'What a one-time link is for',
    params: tokenParams,
    body: null,
    response: setupLinkSchema,
  }),
  useSetupLink: route({
    ...open,
    summary: 'Choose a password by a one-time link; makes the first administrator where it is for that',
    params: tokenParams,
    body: setupBody,
    response: sessionSchema,
  }),
};

import {
  changeGrantsBody,
  createdPersonSchema,
  createPersonBody,
  passwordLinkSchema,
  personListSchema,
  personSchema,
  updatePersonBody,
} from './people.ts';
import { idParams, none, route } from './route.ts';

const people = {
  tag: 'people',
  permission: 'manage-people',
  audience: 'staff',
  query: none,
  cache: 'none',
} as const;

export const peopleRoutes = {
  listPeople: route({
    ...people,
    summary: 'People and their grants',
    params: none,
    body: null,
    response: personListSchema,
  }),
  createPerson: route({
    ...people,
    summary: 'Add a person; answers the one-time link by which they choose a password',
    params: none,
    body: createPersonBody,
    response: createdPersonSchema,
  }),
  updatePerson: route({
    ...people,
    summary: 'Rename, disable, enable or unlock a person',
    params: idParams,
    body: updatePersonBody,
    response: personSchema,
  }),
  changeGrants: route({
    ...people,
    summary: 'Give and take roles in regions',
    params: idParams,
    body: changeGrantsBody,
    response: personSchema,
  }),
  createPasswordLink: route({
    ...people,
    summary: 'A one-time link by which a person chooses a new password',
    params: idParams,
    body: null,
    response: passwordLinkSchema,
  }),
};

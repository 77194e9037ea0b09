import type { Grant } from '#domain/access/permissions';
import type { Transaction } from '../../database/transaction.ts';
import { AppError } from '../../errors.ts';
import type { Handlers } from '../../http/bind.ts';
import type { Principal, RequestOrigin } from '../../http/principal.ts';
import type { Services } from '../../services.ts';
import { createLink } from '../session/createLink.ts';
import { describePerson, refuseOwnEnd, requireGrantable, requireManaged } from './managedPerson.ts';
import {
  changePerson,
  deleteGrants,
  endSessions,
  findPerson,
  insertGrants,
  insertPerson,
  listPersons,
  type PersonRow,
} from './queries.ts';

type PeopleHandlers = Pick<
  Handlers,
  'listPeople' | 'createPerson' | 'updatePerson' | 'changeGrants' | 'createPasswordLink'
>;

const linkHours = 7 * 24;

const isSameGrant = (one: Grant, other: Grant) =>
  one.role === other.role && one.regionCode === other.regionCode;

/** A person of one region belongs to its log; of several, or of none, to the system's. */
function regionOf(...persons: (PersonRow | null)[]): string | null {
  const codes = new Set(
    persons.flatMap((person) => person?.grants.map(({ regionCode }) => regionCode) ?? []),
  );
  return codes.size === 1 ? [...codes][0]! : null;
}

export function peopleHandlers({ audit, sessions }: Pick<Services, 'audit' | 'sessions'>): PeopleHandlers {
  interface Change {
    principal: Principal;
    origin: RequestOrigin;
    action: string;
    before: PersonRow | null;
    after: PersonRow;
  }
  const record = (transaction: Transaction, { before, after, ...entry }: Change) =>
    audit.record(transaction, {
      ...entry,
      role: 'admin',
      subjectType: 'person',
      subjectId: String(after.id),
      regionCode: regionOf(before, after),
      before,
      after,
    });
  const reread = async (transaction: Transaction, id: number): Promise<PersonRow> =>
    (await findPerson(transaction, id))!;

  return {
    listPeople: ({ database, principal }) =>
      database.read(async (transaction) => ({
        items: (await listPersons(transaction)).map((person) => describePerson(person, principal!)),
      })),

    createPerson: ({ database, principal: asker, origin, body: { login, name, grants } }) => {
      const principal = asker!;
      const { personId: createdBy } = principal;
      return database.write(async (transaction) => {
        await requireGrantable(transaction, { grants, principal, path: 'grants' });
        const id = await insertPerson(transaction, { login, name, createdBy });
        if (id === null) throw new AppError('already-exists', `the login name ${login} is taken`);
        await insertGrants(transaction, { personId: id, grants, grantedBy: createdBy });
        const link = await createLink(transaction, { personId: id, createdBy, hours: linkHours });
        const after = await reread(transaction, id);
        await record(transaction, { principal, origin, action: 'person-created', before: null, after });
        return { person: describePerson(after, principal), link };
      });
    },

    updatePerson: async ({ database, principal: asker, origin, params: { id }, body }) => {
      const principal = asker!;
      const person = await database.write(async (transaction) => {
        const before = await requireManaged(transaction, { id, principal });
        if (body.isDisabled && id === principal.personId) {
          throw new AppError('illegal-state', 'nobody disables themselves');
        }
        await changePerson(transaction, id, body);
        if (body.isDisabled) await endSessions(transaction, id);
        const after = await reread(transaction, id);
        await record(transaction, { principal, origin, action: 'person-changed', before, after });
        return describePerson(after, principal);
      });
      sessions.forget();
      return person;
    },

    changeGrants: async ({ database, principal: asker, origin, params: { id }, body: { add, remove } }) => {
      const principal = asker!;
      const person = await database.write(async (transaction) => {
        const before = await requireManaged(transaction, { id, principal });
        await requireGrantable(transaction, { grants: add, principal, path: 'add' });
        const remaining = before.grants
          .filter((held) => !remove.some((taken) => isSameGrant(taken, held)))
          .concat(add);
        refuseOwnEnd(principal, before, remaining);
        await deleteGrants(transaction, { personId: id, grants: remove });
        await insertGrants(transaction, { personId: id, grants: add, grantedBy: principal.personId });
        const after = await reread(transaction, id);
        await record(transaction, { principal, origin, action: 'grants-changed', before, after });
        return describePerson(after, principal);
      });
      sessions.forget();
      return person;
    },

    createPasswordLink: ({ database, principal: asker, origin, params: { id } }) => {
      const principal = asker!;
      return database.write(async (transaction) => {
        const person = await requireManaged(transaction, { id, principal });
        if (person.isDisabled) throw new AppError('illegal-state', `person ${id} is disabled`);
        const { personId: createdBy } = principal;
        const link = await createLink(transaction, { personId: id, createdBy, hours: linkHours });
        const action = 'password-link-created';
        await record(transaction, { principal, origin, action, before: person, after: person });
        return link;
      });
    },
  };
}

import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HistoryEvent } from '../../server/contract/audit.ts';
import type { Database } from '../../server/database/database.ts';
import { noScope } from '../../server/database/role.ts';
import { sql, type Query } from '../../server/database/sql.ts';
import type { Administration } from '../../server/database/transaction.ts';
import { readAnchors, writeAnchors } from '../../server/features/audit/anchors.ts';
import { createAudit, type Audit } from '../../server/features/audit/audit.ts';
import { describeVerification } from '../../server/features/audit/describeVerification.ts';
import { verifyChains } from '../../server/features/audit/verifyAudit.ts';
import { openTestDatabase, rolledBack } from '../support/database.ts';
import { SeededRandom } from '../support/personalData/seededRandom.ts';
import { ownAudit, removeChains, verifyAudit, withoutGuards, writeEvents } from './auditLog.ts';
import { everything, get, principalWith, testApp } from './testApp.ts';

/** Counties that are not there: chains of this file alone. */
const [county, otherCounty, burstCounty] = ['433197', '433198', '433199'] as const;
const anchoredUpTo = 60;
const tail = 15;

let database: Database;
let audit: Audit;
beforeAll(async () => {
  database = openTestDatabase();
  await removeChains(database, [county, otherCounty, burstCounty]);
  audit = await ownAudit();
  await database.administer(async (transaction) => {
    await writeEvents(audit, transaction, { county, count: anchoredUpTo });
    await writeEvents(audit, transaction, { county: otherCounty, count: 10 });
  });
  await writeAnchors(database, audit);
  await database.administer((transaction) =>
    writeEvents(audit, transaction, { county, count: tail, first: anchoredUpTo + 1 }),
  );
});
afterAll(async () => {
  await removeChains(database, [county, otherCounty, burstCounty]);
  await database.close();
});

type Random = (below: number) => number;
/** Whole numbers from 0, the same in every run. */
function randomFrom(seed: number): Random {
  const random = new SeededRandom(seed);
  return (below) => random.whole(0, below - 1);
}

const row = (number: number) => sql`chain = ${county} and number = ${number}`;
const update = (number: number, change: Query) => sql`
  update xiangtu.audit_event set ${change} where ${row(number)}`;

/** One way to falsify a record each: the field gets what it did not have. */
const fieldChanges: readonly ((random: Random) => Query)[] = [
  () => sql`at = replace(at, 'Z', '1Z')`,
  () => sql`person_id = coalesce(person_id, 0) + 1`,
  () => sql`person_name = coalesce(person_name, '') || '某'`,
  () => sql`role = 'reviewer'`,
  () => sql`action = action || 's'`,
  () => sql`subject_type = 'version'`,
  (random) => sql`subject_id = subject_id || ${String(random(10))}`,
  () => sql`region_code = null`,
  () => sql`request_id = coalesce(request_id, '') || '.'`,
  () => sql`address = coalesce(address, '') || '1'`,
  () => sql`before = case when before is null then '{}'::jsonb end`,
  () => sql`after = after || '{"status": "deferred"}'`,
  () => sql`after = jsonb_set(after, '{share}', to_jsonb((after ->> 'share')::numeric + 0.0000001))`,
  () => sql`after = '[]'`,
  () => sql`previous_mac = reverse(previous_mac)`,
  () => sql`mac = translate(mac, '0123456789abcdef', '123456789abcdef0')`,
];

const headAt = (number: number) => sql`
  update xiangtu.audit_chain
  set (number, mac) = (select number, mac from xiangtu.audit_event where ${row(number)})
  where chain = ${county}`;
const columns = sql`at, person_id, person_name, role, action, subject_type, subject_id, region_code, request_id,
  address, before, after, previous_mac, mac`;

/** `npm run test:long` tries as many as the acceptance asks for. */
const tries = process.env.XIANGTU_TEST_LONG === '1' ? 1000 : 150;

/** Ways to tamper with the anchored part, as somebody with every right but without the key could. */
const tamperings: readonly ((random: Random) => Query[])[] = [
  (random) => [update(1 + random(anchoredUpTo), fieldChanges[random(fieldChanges.length)]!(random))],
  (random) => [update(1 + random(anchoredUpTo), fieldChanges[random(fieldChanges.length)]!(random))],
  (random) => [update(1 + random(anchoredUpTo), fieldChanges[random(fieldChanges.length)]!(random))],
  // Some records are taken out.
  (random) => [sql`delete from xiangtu.audit_event where ${row(1 + random(anchoredUpTo))}`],
  (random) => {
    const first = 1 + random(anchoredUpTo - 5);
    return [
      sql`delete from xiangtu.audit_event where chain = ${county} and number between ${first} and ${first + 4}`,
    ];
  },
  // One is taken out and the rest closes the gap.
  (random) => {
    const number = 1 + random(anchoredUpTo);
    return [
      sql`delete from xiangtu.audit_event where ${row(number)}`,
      sql`
        update xiangtu.audit_event set number = number - 1 + 1000000
        where chain = ${county} and number > ${number}`,
      sql`update xiangtu.audit_event set number = number - 1000000 where chain = ${county} and number > 1000000`,
      sql`update xiangtu.audit_chain set number = number - 1 where chain = ${county}`,
    ];
  },
  // The end is cut off, and the head says so.
  (random) => {
    const last = 1 + random(anchoredUpTo - 1);
    return [headAt(last), sql`delete from xiangtu.audit_event where chain = ${county} and number > ${last}`];
  },
  // Everything is gone.
  () => [
    sql`delete from xiangtu.audit_event where chain = ${county}`,
    sql`delete from xiangtu.audit_chain where chain = ${county}`,
  ],
  // Two records change places.
  (random) => {
    const one = 1 + random(anchoredUpTo - 1);
    const other = one + 1 + random(anchoredUpTo - one);
    return [
      update(one, sql`number = 1000001`),
      update(other, sql`number = ${one}`),
      update(1000001, sql`number = ${other}`),
    ];
  },
  // A record of this chain, or of another, is put in the place of one.
  (random) => {
    const number = 1 + random(anchoredUpTo - 1);
    const source =
      random(2) === 0 ? row(number + 1) : sql`chain = ${otherCounty} and number = ${1 + random(10)}`;
    return [
      update(
        number,
        sql`(${columns}) = (select ${columns} from xiangtu.audit_event as genuine where ${source})`,
      ),
    ];
  },
];

/** Runs tamperings one by one, each taken back after the log was verified with it. */
function tampered<T>(
  attempts: readonly Query[][],
  look: (administration: Administration, index: number) => Promise<T>,
): Promise<T[]> {
  return rolledBack(database, async (administration) => {
    await withoutGuards(administration);
    const seen: T[] = [];
    for (const [index, statements] of attempts.entries()) {
      await administration.script('savepoint before_tampering');
      for (const statement of statements) {
        expect(await administration.run(statement), statement.text).toBeGreaterThan(0);
      }
      seen.push(await look(administration, index));
      await administration.script('rollback to savepoint before_tampering');
    }
    return seen;
  });
}

const chainIn = async (administration: Administration) => {
  const verification = await verifyChains(administration, audit);
  return verification.chains.find(({ chain }) => chain === county)!;
};

describe('the audit log', () => {
  it('is intact, and says how much of it is anchored', async () => {
    const { chains, anchorFaults } = await verifyAudit(database, audit);
    expect(anchorFaults).toEqual([]);
    expect(chains.find(({ chain }) => chain === county)).toMatchObject({
      isIntact: true,
      events: anchoredUpTo + tail,
      anchoredUpTo,
      unanchored: tail,
      faults: [],
    });
  });

  it(`shows each of ${tries} random tamperings before the anchor`, async () => {
    const random = randomFrom(20261123);
    const attempts = Array.from({ length: tries }, () => tamperings[random(tamperings.length)]!(random));
    const reports = await tampered(attempts, async (administration) => {
      const { isIntact, faults } = await chainIn(administration);
      return { isIntact, places: faults.filter(({ number }) => number > 0).length };
    });
    expect(reports).toHaveLength(tries);
    expect(reports.filter(({ isIntact, places }) => isIntact || places === 0)).toEqual([]);
  }, 240_000);

  it('is still intact when a row is written as it was', async () => {
    const [report] = await tampered([[update(7, sql`action = action`)]], chainIn);
    expect(report!.isIntact).toBe(true);
  });

  it('shows records after the anchor that were altered, and how few are left when some were cut off', async () => {
    const last = anchoredUpTo + 5;
    const [altered, cut] = await tampered(
      [
        [update(anchoredUpTo + 3, sql`action = 'nothing'`)],
        [headAt(last), sql`delete from xiangtu.audit_event where chain = ${county} and number > ${last}`],
      ],
      chainIn,
    );
    expect(altered!.faults).toMatchObject([{ number: anchoredUpTo + 3, kind: 'altered' }]);
    // Without an anchor behind it a consistent end cannot be told from a cut: the number of events tells.
    expect(cut).toMatchObject({ isIntact: true, events: last, unanchored: 5 });
  });

  it('shows an end cut off without the head', async () => {
    const [report] = await tampered(
      [[sql`delete from xiangtu.audit_event where chain = ${county} and number > ${anchoredUpTo + 5}`]],
      chainIn,
    );
    expect(report!.faults).toMatchObject([{ number: anchoredUpTo + 6, kind: 'truncated' }]);
  });

  it('is altered from the first record to whoever has another key', async () => {
    const stranger = await ownAudit('b6'.repeat(32));
    const { chains } = await verifyAudit(database, stranger);
    const { faults } = chains.find(({ chain }) => chain === county)!;
    expect(faults.filter(({ kind }) => kind === 'altered')).toHaveLength(anchoredUpTo + tail);
  });

  it('cannot be changed even by the administrator while its guards stand', async () => {
    for (const statement of [
      sql`update xiangtu.audit_event set action = 'nothing' where chain = ${county}`,
      sql`delete from xiangtu.audit_event where chain = ${county}`,
      sql`truncate xiangtu.audit_event`,
      sql`delete from xiangtu.audit_chain where chain = ${county}`,
    ]) {
      const refused = rolledBack(database, (administration) => administration.run(statement));
      await expect(refused).rejects.toMatchObject({ cause: { code: 'XT002' } });
    }
  });

  it('has an event exactly when what it is about is there', async () => {
    const failing = database.transaction('gate', noScope, async (transaction) => {
      await writeEvents(audit, transaction, { county: otherCounty, count: 1 });
      throw new Error('after the event');
    });
    await expect(failing).rejects.toThrow('after the event');
    const { chains } = await verifyAudit(database, audit);
    expect(chains.find(({ chain }) => chain === otherCounty)).toMatchObject({ events: 10, isIntact: true });
  });

  it('keeps one order however many write at once', async () => {
    await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        database.transaction('gate', noScope, (transaction) =>
          writeEvents(audit, transaction, { county: burstCounty, count: 3, first: index * 3 + 1 }),
        ),
      ),
    );
    const { chains } = await verifyAudit(database, audit);
    expect(chains.find(({ chain }) => chain === burstCounty)).toMatchObject({ events: 120, isIntact: true });
  });

  it('is described chain by chain', async () => {
    const lines = describeVerification(await verifyAudit(database, audit));
    expect(lines).toContain(
      `${county}: ${anchoredUpTo + tail} events, anchored up to ${anchoredUpTo}, ${tail} after the anchor, intact`,
    );
    expect(lines.at(-1)).toBe('the audit log is intact');
  });
});

describe('anchors', () => {
  it('that were changed are not believed, and are kept as evidence', async () => {
    const own = await ownAudit();
    const file = await writeAnchors(database, own);
    expect((await readAnchors(own)).byChain.get(county)).toHaveLength(1);
    writeFileSync(file, readFileSync(file, 'utf8').replace(/"number": \d+/, '"number": 1'));
    expect(await readAnchors(own)).toMatchObject({
      files: 1,
      faults: [expect.stringContaining('was changed')],
    });
    expect((await verifyAudit(database, own)).isIntact).toBe(false);
    await writeAnchors(database, own);
    const after = await readAnchors(own);
    expect(after.byChain.get(county)).toHaveLength(1);
    expect(after.faults).toEqual([expect.stringContaining('not-genuine')]);
  });

  it('of one day never go back', async () => {
    const own = await ownAudit();
    const heads = async () => (await readAnchors(own)).byChain.get(county)!.at(-1)!.number;
    await writeAnchors(database, own);
    const before = await heads();
    const cut = sql`update xiangtu.audit_chain set number = 3 where chain = ${county}`;
    await database.administer((administration) => administration.run(cut));
    try {
      await writeAnchors(database, own);
      expect(await heads()).toBe(before);
    } finally {
      await database.administer((administration) => administration.run(headAt(anchoredUpTo + tail)));
    }
  });

  it('of every day are held against the log', async () => {
    const own = await ownAudit();
    await writeAnchors(database, own, new Date('2026-01-01T12:00:00Z'));
    await writeAnchors(database, own, new Date('2026-01-02T12:00:00Z'));
    const { anchorFiles, chains } = await verifyAudit(database, own);
    expect(anchorFiles).toBe(2);
    expect(chains.find(({ chain }) => chain === county)).toMatchObject({ unanchored: 0, isIntact: true });
  });
});

describe('the key', () => {
  it('is made once, for its owner only, however many processes start', async () => {
    const dataDirectory = path.join(mkdtempSync(path.join(tmpdir(), 'xiangtu-key-')), 'new');
    const audits = await Promise.all(
      Array.from({ length: 8 }, () => createAudit({ key: null, dataDirectory })),
    );
    expect(new Set(audits.map(({ mac }) => mac('text')))).toHaveLength(1);
    const file = path.join(dataDirectory, 'audit.key');
    expect(readFileSync(file, 'utf8')).toMatch(/^[0-9a-f]{64}\n$/);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    writeFileSync(file, 'something else');
    await expect(createAudit({ key: null, dataDirectory })).rejects.toThrow(/holds no key/);
  });
});

describe('history', () => {
  const staff = principalWith([{ role: 'leader', regionCode: county }]);
  const elsewhere = principalWith([{ role: 'leader', regionCode: '433122' }]);
  const admin = principalWith([{ role: 'admin', regionCode: county }]);
  const historyOf = async (as: typeof staff, url: string) => {
    const { status, body } = await get(testApp(database, { as }), url);
    return { status, items: (body as { items?: HistoryEvent[] }).items };
  };

  it('of a release is for those responsible for its region', async () => {
    const { items } = await historyOf(staff, '/api/history/release/12');
    const own = items!.filter(({ chain }) => chain === county);
    expect(own).toMatchObject([
      { number: 12, action: 'change-assignments', actor: null, before: { order: 12 }, after: { share: 4 } },
    ]);
    expect(own[0]).not.toHaveProperty('address');
    const foreign = await historyOf(elsewhere, '/api/history/release/12');
    expect(foreign.items!.filter(({ chain }) => chain === county)).toEqual([]);
  });

  it('of people and sessions is for administrators', async () => {
    const denied = await historyOf(staff, '/api/history/person/1');
    expect(denied.status).toBe(403);
    const { items } = await historyOf(admin, '/api/history/person/1');
    expect(items!.find(({ action }) => action === 'denied')).toMatchObject({
      after: { route: 'getHistory' },
      actor: { id: 1 },
    });
    expect((await historyOf(staff, '/api/history/session/1')).status).toBe(403);
  });

  it('of people cannot be read by other roles in the database either', async () => {
    const rows = await database.read('leader', { regions: ['433100'], personId: 1 }, (transaction) =>
      transaction.all(
        sql`select number from xiangtu.audit_event where subject_type in ('person', 'session')`,
      ),
    );
    expect(rows).toEqual([]);
  });

  it('comes page by page, whole and newest first', async () => {
    const app = testApp(database, { as: admin });
    const numbers: number[] = [];
    let cursor = '';
    do {
      const response = await get(app, `/api/audit?chain=${county}&limit=17${cursor && `&cursor=${cursor}`}`);
      const page = response.body as { items: (HistoryEvent & { address: string })[]; nextCursor: string };
      numbers.push(...page.items.map(({ number }) => number));
      cursor = page.nextCursor;
    } while (cursor);
    expect(numbers).toEqual(Array.from({ length: anchoredUpTo + tail }, (_, index) => 75 - index));
    const { body } = await get(app, `/api/audit?chain=${county}&person=4&action=comment&limit=2`);
    expect(body).toMatchObject({
      items: [{ actor: { id: 4 }, action: 'comment', address: '192.0.2.7' }, {}],
    });
    expect((await get(testApp(database, { as: staff }), '/api/audit')).status).toBe(403);
  });

  it('has what staff exported, and nothing of the public', async () => {
    const exported = async () =>
      (await historyOf(everything, '/api/history/export/villages.csv?limit=500')).items!.length;
    const app = testApp(database, { as: everything });
    const before = await exported();
    await get(app, '/api/export/villages.csv?region=433122').expect(200);
    expect(await exported()).toBe(before + 1);
    await get(app, '/api/public/export/villages.csv?region=433122');
    expect(await exported()).toBe(before + 1);
  });
});

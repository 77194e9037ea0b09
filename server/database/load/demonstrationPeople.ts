import { sql } from '../sql.ts';
import type { Transaction } from '../transaction.ts';

/** 花垣县: the county with 十八洞村. */
const huayuan = '433124';

/** Accounts for trying the program, a role each. `region` null: the region of the plan. */
export const demonstrationPeople = [
  { login: 'admin', name: '示例管理员', role: 'admin', region: null },
  { login: 'planner', name: '示例规划员（州）', role: 'planner', region: null },
  { login: 'planner-huayuan', name: '示例规划员（花垣县）', role: 'planner', region: huayuan },
  { login: 'reviewer', name: '示例审核员', role: 'reviewer', region: null },
  { login: 'clerk', name: '示例答复员', role: 'clerk', region: null },
  { login: 'leader', name: '示例领导', role: 'leader', region: null },
] as const;

/**
 * Writes the demonstration accounts, without passwords: nobody can log in before the start gives them one. Names
 * that are taken stay whose they are.
 */
export async function loadDemonstrationPeople(transaction: Transaction, planRegion: string): Promise<void> {
  const rows = demonstrationPeople.map((person) => ({ ...person, region: person.region ?? planRegion }));
  await transaction.run(sql`
    insert into xiangtu.person (login, name, is_demonstration)
    select login, name, true
    from json_to_recordset(${JSON.stringify(rows)}::json) as row(login text, name text)
    on conflict (login) do nothing`);
  await transaction.run(sql`
    insert into xiangtu.person_grant (person_id, role, region_code)
    select person.id, row.role, row.region
    from json_to_recordset(${JSON.stringify(rows)}::json) as row(login text, role text, region text)
    join xiangtu.person on person.login = row.login and person.is_demonstration
    on conflict do nothing`);
}

/** Id of a demonstration account; null where the name belongs to somebody else. */
export async function demonstrationPersonId(
  transaction: Transaction,
  login: (typeof demonstrationPeople)[number]['login'],
): Promise<number | null> {
  const person = await transaction.first<{ id: number }>(sql`
    select id from xiangtu.person where login = ${login} and is_demonstration`);
  return person?.id ?? null;
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sql, type Fragment } from './sql.ts';

const read = (fragment: Fragment) => ({ text: fragment.text, values: fragment.values });

describe('sql', () => {
  it('binds every value', () => {
    expect(read(sql`select name from village where code = ${"'; drop table village"} and id = ${7}`)).toEqual(
      {
        text: 'select name from village where code = $1 and id = $2',
        values: ["'; drop table village", 7],
      },
    );
  });

  it('splices fragments and numbers placeholders across them', () => {
    const filter = sql`and county_code = ${'433123'}`;
    expect(read(sql`select 1 where id > ${5} ${filter} limit ${10}`)).toEqual({
      text: 'select 1 where id > $1 and county_code = $2 limit $3',
      values: [5, '433123', 10],
    });
  });

  it('can use one fragment twice', () => {
    const point = sql`point(${1}, ${2})`;
    expect(read(sql`select ${point} <-> ${point}`)).toEqual({
      text: 'select point($1, $2) <-> point($3, $4)',
      values: [1, 2, 1, 2],
    });
  });

  it('joins none, one and many', () => {
    const clauses = [sql`a = ${1}`, sql`b = ${2}`, sql`c = ${3}`];
    expect(read(sql.join([], ' and '))).toEqual({ text: '', values: [] });
    expect(read(sql.join(clauses.slice(0, 1), ' and '))).toEqual({ text: 'a = $1', values: [1] });
    expect(read(sql.join(clauses, ' and '))).toEqual({
      text: 'a = $1 and b = $2 and c = $3',
      values: [1, 2, 3],
    });
  });

  it('leaves an absent clause out', () => {
    expect(sql`select 1${sql.empty}`.text).toBe('select 1');
  });

  it('refuses undefined and says where', () => {
    expect(() => sql`select name from village where id = ${undefined}`).toThrow(
      /after ".*where id =" is undefined/,
    );
  });

  it('takes identifiers from a closed list only', () => {
    expect(sql`order by ${sql.identifier('village.name', ['village.name', 'village.code'])}`.text).toBe(
      'order by "village"."name"',
    );
    expect(() => sql.identifier('1; drop table village', ['name'])).toThrow(RangeError);
  });

  it('never lets a value into the text, however templates nest', () => {
    const values = fc.array(
      fc.string({ minLength: 1 }).map((text) => `\u{1F512}${text}`),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(values, values, (first, second) => {
        const list = (items: string[]) =>
          sql.join(
            items.map((item) => sql`${item}`),
            ', ',
          );
        const query = sql`select array[${list(first)}]::text[] || array[${list(second)}]::text[]`;
        expect(query.text).not.toContain('\u{1F512}');
        expect(query.values).toEqual([...first, ...second]);
        const placeholders = [...query.text.matchAll(/\$(\d+)/g)].map((match) => Number(match[1]));
        expect(placeholders).toEqual(query.values.map((_, index) => index + 1));
      }),
      { seed: 20260101, numRuns: 200 },
    );
  });
});

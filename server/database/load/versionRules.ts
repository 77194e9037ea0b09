import { z } from 'zod';
import { StartError } from '../../startError.ts';
import { sql } from '../sql.ts';
import type { Transaction } from '../transaction.ts';
import type { DataFiles } from './dataFiles.ts';
import type { Scheme } from './planFacts.ts';
import { sourcePlace } from './sourcePlace.ts';

const rulesFile = 'xiangxi/rules.json';
const rulesSchema = z.object({
  schemeId: z.string(),
  rules: z.array(
    z.object({
      id: z.string(),
      category: z.string(),
      expression: z.array(z.json()),
      source: z.object({ place: z.string(), lines: z.array(z.number().int()) }),
      note: z.string(),
    }),
  ),
});

/** Writes the rules that follow the criteria the plan names, in the order they are tried. */
export async function loadVersionRules(
  transaction: Transaction,
  { files, scheme, versionId }: { files: DataFiles; scheme: Scheme; versionId: string },
): Promise<void> {
  const { schemeId, rules } = files.json(rulesFile, rulesSchema);
  const keys = new Set(scheme.categories.map(({ key }) => key));
  const stray = rules.find(({ category }) => !keys.has(category));
  if (schemeId !== scheme.id || stray) {
    const wrong = stray ? `category ${stray.category} of ${stray.id}` : `scheme ${schemeId}`;
    throw new StartError('configuration', `data/${rulesFile}: ${wrong} is unknown`);
  }
  const rows = rules.map((rule, index) => ({
    ...rule,
    position: index + 1,
    clause: sourcePlace(rule.source.place, rule.source.lines),
  }));
  await transaction.run(sql`
    insert into xiangtu.version_rule (version_id, id, position, category_key, expression, clause, note)
    select ${versionId}, id, position, category, expression, clause, note
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row(
      id text, position integer, category text, expression jsonb, clause text, note text
    )`);
}

import { sql } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';
import type { Principal } from '../../http/principal.ts';

/**
 * The one source of everything drawn here. Who drew a row, and when, is the place in it (`source_place`); a release
 * keeps the day and leaves out the person.
 */
export const drawingSourceId = 'drawing';

const clock = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'short',
});

/** What a row says of where it comes from: `2026-11-23 16:20 张三`, by China's clock. */
export async function signDrawing(
  transaction: Transaction,
  { name }: Pick<Principal, 'name'>,
  at = new Date(),
): Promise<{ source_id: string; source_place: string }> {
  await transaction.run(sql`
    insert into source (id, kind, title, title_en, publisher, licence)
    values (
      ${drawingSourceId}, 'person', '规划人员在乡图上绘制', 'Drawn in Xiangtu by planning staff', '本单位',
      '内部工作成果 internal working result'
    )
    on conflict (id) do nothing`);
  return { source_id: drawingSourceId, source_place: `${clock.format(at)} ${name}` };
}

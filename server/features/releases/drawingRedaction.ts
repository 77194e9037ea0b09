import { sql } from '../../database/sql.ts';
import { drawingSourceId } from '../drawings/drawingSource.ts';

/** Of a row that somebody drew the public learns the day, not the person; nor how often it was changed. */
export const unsigned = {
  revision: () => sql`1`,
  source_place: () => sql`
    case
      when working.source_id = ${drawingSourceId} then left(working.source_place, 10)
      else working.source_place
    end`,
};
export const signatures = ['changed_by', 'changed_at'];

/** Writes rows as fast as it can and prints the number of each that was acknowledged, until it is killed. */
import { noScope } from '../../server/database/role.ts';
import { sql } from '../../server/database/sql.ts';
import { connectTo, startEmbeddedEngine } from '../support/engines.ts';

const [dataDirectory, firstId] = process.argv.slice(2);
const engine = await startEmbeddedEngine(dataDirectory!);
const database = connectTo({ engine: 'embedded', address: engine.address, adminAddress: engine.address });

for (let id = Number(firstId); ; id += 1) {
  await database.transaction('planner', noScope, (transaction) =>
    transaction.run(sql`insert into fault_test.note (id, batch) values (${id}, ${0})`),
  );
  process.stdout.write(`${id}\n`);
}

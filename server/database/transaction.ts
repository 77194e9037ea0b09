import type pg from 'pg';
import { toAppError } from './databaseError.ts';
import type { Query } from './sql.ts';

/** The open transaction a feature's queries run in. Column names become property names as written. */
export interface Transaction {
  /** All rows. */
  all<Row extends object>(query: Query): Promise<Row[]>;
  /** The first row, or null when there is none. */
  first<Row extends object>(query: Query): Promise<Row | null>;
  /** The only row. @throws AppError internal-error when there is none or more than one. */
  one<Row extends object>(query: Query): Promise<Row>;
  /** Runs a statement for its effect and returns the number of rows it touched. */
  run(query: Query): Promise<number>;
}

/** A transaction of the administrator connection: also runs whole scripts such as migrations. */
export interface Administration extends Transaction {
  /** Runs several statements in one text. Values cannot be bound: never pass anything made from input. */
  script(text: string): Promise<void>;
}

/** The first words of a statement, to say in an error which one it was without repeating its SQL. */
const firstWords = (text: string): string => text.trim().split(/\s+/).slice(0, 2).join(' ').toLowerCase();

/** A transaction on a connection; unusable after `end`, so that a forgotten `await` fails loudly. */
export class OpenTransaction implements Administration {
  readonly #client: pg.ClientBase;
  #isOpen = true;

  constructor(client: pg.ClientBase) {
    this.#client = client;
  }

  async all<Row extends object>(query: Query): Promise<Row[]> {
    return (await this.#send(query)).rows as Row[];
  }

  async first<Row extends object>(query: Query): Promise<Row | null> {
    return (await this.all<Row>(query))[0] ?? null;
  }

  async one<Row extends object>(query: Query): Promise<Row> {
    const rows = await this.all<Row>(query);
    if (rows.length !== 1) {
      throw toAppError(new Error(`one row was expected, ${rows.length} came`), firstWords(query.text));
    }
    return rows[0]!;
  }

  async run(query: Query): Promise<number> {
    return (await this.#send(query)).rowCount ?? 0;
  }

  async script(text: string): Promise<void> {
    await this.#send({ text, values: [] });
  }

  end(): void {
    this.#isOpen = false;
  }

  async #send({ text, values }: Query): Promise<pg.QueryResult> {
    if (!this.#isOpen) throw new Error(`the transaction is over: a ${firstWords(text)} was not awaited`);
    try {
      // Without values pg uses the simple protocol, which is what lets a script hold many statements.
      return values.length > 0 ? await this.#client.query(text, [...values]) : await this.#client.query(text);
    } catch (error) {
      throw toAppError(error, `the database statement (${firstWords(text)} …)`);
    }
  }
}

import type { Fragment } from '../../database/sql.ts';

/** What decides which rows are copied into a release and how they are redacted. */
export interface CopyContext {
  versionId: string;
  planId: string;
  schemeId: string;
  /** Ids of the sites whose figures are left out: small groups and those that would give them away. */
  hiddenSites: readonly number[];
  /** Demonstration rows are published on a 演示站 only, where each says what it is. */
  isDemonstrationStation: boolean;
  /** Stands for times of the work on a version, which are nobody's business. */
  at: string;
}

/**
 * How one working table comes into a release. Every column of the table is in exactly one of the lists; a test
 * compares them with the catalog, so a new column is not published before somebody decides.
 */
export interface TableCopy {
  table: string;
  /** Copied as they are. */
  columns: readonly string[];
  /** Copied as they are too; nobody looks for texts in geometry. */
  geometry?: readonly string[];
  /** Replaced by an expression over `working`. */
  redacted?: Readonly<Record<string, (context: CopyContext) => Fragment>>;
  /** Of `redacted`, those that are geometry. */
  redactedGeometry?: readonly string[];
  /** Left empty. */
  withheld?: readonly string[];
  /** Rows that are copied; absent: all. */
  where?: (context: CopyContext) => Fragment;
  /** Joined to `working`. */
  join?: Fragment;
}

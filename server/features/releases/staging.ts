import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Disclosure, Manifest } from '#contract/releases';
import type { Database } from '../../database/database.ts';
import { loadSearchEntries } from '../../database/load/searchEntries.ts';
import type { Scope } from '../../database/role.ts';
import type { Transaction } from '../../database/transaction.ts';
import { AppError } from '../../errors.ts';
import type { FileStore } from '../../files/fileStore.ts';
import { bakeFiles } from './bakeFiles.ts';
import { copyTable, dropUnusedSources } from './copyRows.ts';
import { readDataState } from './publication.ts';
import { readCopyContext, type Withheld } from './redaction.ts';
import { beat, beginStage, heartbeatMilliseconds, removeStage } from './stages.ts';
import { releaseTables, tableCopies } from './tableCopies.ts';
import type { VersionFacts } from './versionFacts.ts';

/** Moments at which a publication may be cut off; tests cut it off at each. */
export const publicationSteps = ['stage', 'copy', 'search', 'bake', 'tables', 'commit', 'committed'] as const;
export type PublicationStep = (typeof publicationSteps)[number];

/** Nobody waits in a request for a table to be copied: a slow machine may take its time. */
const ample = { seconds: 300 };

export interface StagingInput {
  database: Database;
  files: FileStore;
  log: Logger;
  version: VersionFacts;
  disclosure: Disclosure & { windowStart: string; windowEnd: string };
  /** Regions and person of the publisher. */
  scope: Scope;
  at: string;
  /** Highest zoom of the tiles. */
  mostZoom?: number;
  onStep: (step: PublicationStep) => void | Promise<void>;
  /** Told the id as soon as there is one. */
  onBegin: (id: string) => void;
}

export interface StagedRelease {
  id: string;
  manifest: Manifest;
  withheld: Withheld;
  dataState: string;
  /** Says no more that it is being worked on. */
  stop(): Promise<void>;
}

/** Says every few seconds that the release is being made; failures show when it is published. */
function keepAlive({ database, log, scope }: StagingInput, id: string): () => Promise<void> {
  const stopping = new AbortController();
  const beating = (async () => {
    for (;;) {
      await pause(heartbeatMilliseconds, undefined, { signal: stopping.signal, ref: false });
      await database
        .transaction('publisher', scope, (transaction) => beat(transaction, id))
        .catch((error: unknown) => log.warn({ err: error, release: id }, 'a heartbeat was lost'));
    }
  })().catch(() => {});
  return async () => {
    stopping.abort();
    await beating;
  };
}

/**
 * Copies a version into a release that nobody sees yet, redacted, and writes its files. What fails leaves
 * nothing but files in the store, which the next attempt finds there.
 * @throws AppError illegal-state while another release of the plan is being made
 */
export async function stageRelease(input: StagingInput): Promise<StagedRelease> {
  const { database, version, disclosure, scope, at, onStep, onBegin } = input;
  const run = <T>(work: (transaction: Transaction) => Promise<T>) =>
    database.transaction('publisher', scope, work, ample);
  await onStep('stage');
  const personId = scope.personId ?? null;
  const { id, dataState } = await run(async (transaction) => ({
    id: await beginStage(transaction, { version, disclosure, personId, at }),
    dataState: await readDataState(transaction),
  }));
  onBegin(id);
  const stop = keepAlive(input, id);
  try {
    const { manifest, withheld } = await fillStage(input, id);
    return { id, manifest, withheld, dataState, stop };
  } catch (error) {
    await stop();
    await run((transaction) => removeStage(transaction, id)).catch(() => {});
    throw error;
  }
}

async function fillStage(
  input: StagingInput,
  id: string,
): Promise<{ manifest: Manifest; withheld: Withheld }> {
  const { database, files, log, version, disclosure, at, onStep } = input;
  const scope: Scope = { ...input.scope, releaseId: id };
  const write = <T>(work: (transaction: Transaction) => Promise<T>) =>
    database.transaction('publisher', scope, work, ample);
  const read = <T>(work: (transaction: Transaction) => Promise<T>) =>
    database.read('publisher', scope, work, ample);
  const { context, withheld } = await read((transaction) => readCopyContext(transaction, version, at));
  await onStep('copy');
  // A transaction a table: on a slow machine all of them would be over the time limit of one.
  for (const copy of tableCopies) await write((transaction) => copyTable(transaction, copy, context));
  await write(dropUnusedSources);
  await onStep('search');
  await write(loadSearchEntries);
  await analyzeRows(database).catch((error: unknown) => {
    log.warn({ err: error }, 'statistics of the release could not be made: queries may be slow for a while');
  });
  await onStep('bake');
  const notes = notesOf(version, disclosure);
  const baked = await bakeFiles({
    read,
    files,
    version,
    notes,
    ...(input.mostZoom === undefined ? {} : { mostZoom: input.mostZoom }),
    onFile: (name) => (name === 'assignments' ? onStep('tables') : undefined),
  });
  const manifest: Manifest = {
    releaseId: id,
    planId: version.planId,
    versionId: version.id,
    publishedAt: at,
    dataDate: version.dataDate,
    isDemonstration: baked.isDemonstration,
    mapApprovalNumber: disclosure.mapApprovalNumber || null,
    window: { start: disclosure.windowStart, end: disclosure.windowEnd },
    contact: disclosure.contact,
    objection: disclosure.objection,
    sources: baked.sources,
    files: baked.files,
  };
  return { manifest, withheld };
}

/** What the workbook says of itself. */
const notesOf = (version: VersionFacts, disclosure: StagingInput['disclosure']): string[] => [
  `规划版本：${version.id}`,
  `数据日期：${version.dataDate ?? '未知'}`,
  `公示期：${disclosure.windowStart} 至 ${disclosure.windowEnd}`,
  `联系方式：${disclosure.contact}`,
  `提出意见：${disclosure.objection}`,
  disclosure.mapApprovalNumber ? `审图号：${disclosure.mapApprovalNumber}` : '示意图（没有审图号）',
];

/** The planner knows nothing of rows that have just come in, and the embedded engine never looks by itself. */
const analyzeRows = (database: Database): Promise<void> =>
  database.administer((administration) =>
    administration.script(`analyze ${releaseTables.map((table) => `archive.${table}`).join(', ')}`),
  );

/** The disclosure with its window. @throws AppError checklist-incomplete when it has none */
export function windowedDisclosure(disclosure: Disclosure): StagingInput['disclosure'] {
  const { windowStart, windowEnd } = disclosure;
  if (windowStart === null || windowEnd === null) {
    throw new AppError('checklist-incomplete', 'the disclosure has no window');
  }
  return { ...disclosure, windowStart, windowEnd };
}

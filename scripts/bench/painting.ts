/**
 * What painting costs on a synthetic country, beside an empty map in the same browser and run; the targets beside it.
 * Usage: npx tsx scripts/bench/painting.ts [--villages=5000] [--engines=postgres,embedded] [--sweeps=8] [--lassos=5]
 * [--commits=20] [--url=http://… --password=…] (a server that runs on such a country already)
 * Needs the built client (`npm start` builds it) and Chromium, XIANGTU_CHROMIUM if it is elsewhere.
 *
 * Script time is that of the browser's trace (frames.ts), a frame being all work up to the moment it is handed over.
 * Pointer events are real ones, sent through the browser's input, one at a time.
 */
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { timeCommits } from './painting/commits.ts';
import type { Wait } from './painting/colourWatch.ts';
import { measureLasso, type Lasso } from './painting/lasso.ts';
import {
  browserArguments,
  measureEmptyMap,
  measureSweep,
  openPainting,
  type Address,
  type EmptyMap,
  type Sweep,
} from './painting/page.ts';
import { quantile, spread } from './painting/quantile.ts';
import { startStation, type EngineName, type Station } from './painting/station.ts';
import type { FrameWork } from './painting/frames.ts';

const { values } = parseArgs({
  options: {
    villages: { type: 'string', default: '5000' },
    engines: { type: 'string', default: 'postgres,embedded' },
    sweeps: { type: 'string', default: '8' },
    lassos: { type: 'string', default: '5' },
    commits: { type: 'string', default: '20' },
    url: { type: 'string' },
    password: { type: 'string', default: '' },
  },
});
const villages = Number(values.villages);
const engines = values.engines.split(',') as EngineName[];
/** Milliseconds a commit may take, of 5,000 villages. */
const commitTargets = { postgres: 300, embedded: 1000 } as const;

const rows: string[][] = [['measured', 'value', 'target']];
/** Told at once too: on a busy machine the table comes late. */
function add(what: string, value: string, target = ''): void {
  rows.push([what, value, target]);
  console.log(`${what}: ${value}`);
}
/** A figure of every frame, by the clock and by the processor: other work on the machine stretches the first only. */
const scripts = (frames: readonly FrameWork[]) =>
  `${spread(frames.map(({ script }) => script))} (processor ${spread(frames.map(({ scriptCpu }) => scriptCpu))})`;
const most = (frames: readonly FrameWork[], figure: keyof FrameWork) =>
  Math.max(...frames.map((frame) => frame[figure])).toFixed(0);
const longestTask = (frames: readonly FrameWork[]) =>
  `${most(frames, 'longestTask')} (processor ${most(frames, 'longestTaskCpu')})`;
const framesOf = (waits: readonly Wait[]) => waits.map(({ frames }) => frames);
const longestScript = (frames: readonly FrameWork[]) =>
  `${most(frames, 'script')} (processor ${most(frames, 'scriptCpu')})`;

function addEmptyMap({ frames, waits }: EmptyMap): void {
  add('empty map: script ms a frame, p50 / p95', scripts(frames));
  add('empty map: longest task ms', longestTask(frames));
  add('empty map: frames to draw, p50 / p95', spread(framesOf(waits), 0));
}

function addBrush(sweeps: readonly Sweep[], empty: EmptyMap): void {
  const waits = sweeps.flatMap((sweep) => sweep.waits);
  const frames = sweeps.flatMap((sweep) => sweep.frames);
  const sum = (figure: 'painted' | 'unseen') =>
    String(sweeps.reduce((total, sweep) => total + sweep[figure], 0));
  const milliseconds = waits.map((wait) => wait.milliseconds);
  const allowed = quantile(framesOf(empty.waits), 0.5) + 2;
  add(`brush: villages painted in ${sweeps.length} sweeps`, sum('painted'));
  add(`brush: script ms a frame, p50 / p95 (${frames.length} frames)`, scripts(frames), 'p95 ≤ 16');
  add('brush: longest task ms', longestTask(frames));
  add(
    'brush: frames to colour, p50 / p95 / most',
    `${spread(framesOf(waits), 0)} / ${Math.max(...framesOf(waits))}`,
    `≤ ${allowed} (empty map + 2)`,
  );
  add('brush: ms to colour, p50 / p95', spread(milliseconds, 0));
  add('brush: villages painted and left uncoloured', sum('unseen'), '0');
}

function addLassos(lassos: readonly Lasso[]): void {
  const each = (text: (lasso: Lasso) => string | number) => lassos.map(text).join(', ');
  add(
    'lasso: villages painted, each time',
    each(({ painted }) => painted),
    String(villages),
  );
  add(
    'lasso: longest task ms',
    each(({ frames }) => longestTask(frames)),
    '≤ 50',
  );
  add(
    'lasso: longest script ms of a frame',
    each(({ frames }) => longestScript(frames)),
    '≤ 50',
  );
  add(
    'lasso: frames until all are filled',
    each(({ framesToFill }) => framesToFill),
    '≤ 60 (1 s)',
  );
  add(
    'lasso: frames until patterns and edges too',
    each(({ framesToComplete }) => framesToComplete),
  );
  add(
    'lasso: ms until all are filled',
    each(({ filled }) => Math.round(filled)),
    '≤ 1000',
  );
  add(
    'lasso: ms until patterns and edges too',
    each(({ complete }) => Math.round(complete)),
  );
}

async function measureBrowser(station: Address): Promise<void> {
  const browser = await chromium.launch({
    executablePath: process.env.XIANGTU_CHROMIUM ?? '/usr/bin/chromium',
    args: browserArguments,
  });
  try {
    const empty = await measureEmptyMap(browser, station);
    addEmptyMap(empty);
    const page = await openPainting(browser, station, { villages });
    const sweeps: Sweep[] = [];
    for (let sweep = 0; sweep < Number(values.sweeps); sweep += 1) {
      sweeps.push(await measureSweep(browser, page, { sweep, villages }));
    }
    addBrush(sweeps, empty);
    const lassos: Lasso[] = [];
    for (let lasso = 0; lasso < Number(values.lassos); lasso += 1) {
      lassos.push(await measureLasso(browser, page, { lasso, villages }));
    }
    addLassos(lassos);
  } finally {
    await browser.close();
  }
}

async function measureCommits(station: Station): Promise<void> {
  const times = await timeCommits(station, {
    villages: Math.min(villages, 5000),
    rounds: Number(values.commits),
  });
  const target = commitTargets[station.engine];
  add(
    `commit on ${station.engine}: ms, p50 / p95 (${times.length} rounds)`,
    spread(times, 0),
    `p95 ≤ ${target}`,
  );
}

if (values.url) await measureBrowser({ url: values.url, login: 'planner', password: values.password });
else {
  for (const [index, engine] of engines.entries()) {
    const station = await startStation(engine, villages);
    try {
      if (index === 0) await measureBrowser(station);
      await measureCommits(station);
    } finally {
      await station.stop();
    }
  }
}
console.log(`\n${villages} villages\n\n${rows.map((row) => `| ${row.join(' | ')} |`).join('\n')}`);
process.exit(0);

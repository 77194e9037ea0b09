import type { Browser, Page } from 'playwright-core';

/** What the main thread of the page did between two frames, milliseconds. */
export interface FrameWork {
  /** Scripts: event handlers, animation frames, timers, messages, microtasks, collecting garbage. */
  script: number;
  /** The same without the time the machine gave to others. */
  scriptCpu: number;
  /** The longest task that began in the frame: scripts with style, layout, painting. */
  longestTask: number;
  longestTaskCpu: number;
}

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
  /** Of the processor. */
  tdur?: number;
}

const categories = ['devtools.timeline', 'toplevel', 'v8'];
/** Begins with the first task after the frame before, ends when the frame is handed over. */
const frameEvent = 'AnimationFrame';
const scriptEvents: ReadonlySet<string> = new Set([
  'EventDispatch',
  'FireAnimationFrame',
  'FireIdleCallback',
  'FunctionCall',
  'EvaluateScript',
  'RunMicrotasks',
  'TimerFire',
  'HandlePostMessage',
  'BlinkScheduler_PerformMicrotaskCheckpoint',
  'MajorGC',
  'MinorGC',
  'V8.GCScavenger',
]);
const taskEvent = 'ThreadControllerImpl::RunTask';

/**
 * Frames of the page while `work` runs, from the browser's own trace: script time is measured where it is spent, in
 * handlers and frames alike, and not by the scripts themselves.
 */
export async function traceFrames(
  browser: Browser,
  page: Page,
  work: () => Promise<void>,
): Promise<FrameWork[]> {
  await browser.startTracing(page, { categories });
  await work();
  const buffer = await browser.stopTracing();
  return framesOf((JSON.parse(buffer.toString()) as { traceEvents: TraceEvent[] }).traceEvents);
}

/** The same from the events of a trace. The thread with most frames is the page's. */
export function framesOf(events: readonly TraceEvent[]): FrameWork[] {
  const starts = events.filter(({ name, ph }) => name === frameEvent && ph === 'b');
  const counts = new Map<string, number>();
  for (const { pid, tid } of starts) counts.set(`${pid} ${tid}`, (counts.get(`${pid} ${tid}`) ?? 0) + 1);
  const [busiest] = [...counts].sort((one, other) => other[1] - one[1]);
  if (!busiest) throw new Error('the trace has no frames');
  const isOfPage = ({ pid, tid }: TraceEvent) => `${pid} ${tid}` === busiest[0];
  const times = starts
    .filter(isOfPage)
    .map(({ ts }) => ts)
    .sort((a, b) => a - b);
  const frames = times.map((): FrameWork => ({ script: 0, scriptCpu: 0, longestTask: 0, longestTaskCpu: 0 }));
  const own = events
    .filter((event) => event.ph === 'X' && isOfPage(event))
    .sort((one, other) => one.ts - other.ts);
  let scriptEnd = 0;
  let frame = 0;
  for (const { name, ts, dur = 0, tdur = dur } of own) {
    while (frame + 1 < times.length && times[frame + 1]! <= ts) frame += 1;
    if (ts < times[0]!) continue;
    if (name === taskEvent) {
      const { longestTask, longestTaskCpu } = frames[frame]!;
      frames[frame]!.longestTask = Math.max(longestTask, dur / 1000);
      frames[frame]!.longestTaskCpu = Math.max(longestTaskCpu, tdur / 1000);
    } else if (scriptEvents.has(name) && ts >= scriptEnd) {
      // What is nested in a script counts with it.
      frames[frame]!.script += dur / 1000;
      frames[frame]!.scriptCpu += tdur / 1000;
      scriptEnd = ts + dur;
    }
  }
  return frames;
}

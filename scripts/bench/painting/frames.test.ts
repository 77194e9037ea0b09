import { expect, it } from 'vitest';
import { framesOf } from './frames.ts';

const page = { pid: 1, tid: 7 };
const begin = (milliseconds: number, thread = page) => ({
  ...thread,
  name: 'AnimationFrame',
  ph: 'b',
  ts: milliseconds * 1000,
});
const slice = (name: string, at: number, length: number, thread = page) => ({
  ...thread,
  name,
  ph: 'X',
  ts: at * 1000,
  dur: length * 1000,
});
const task = 'ThreadControllerImpl::RunTask';

it('adds the scripts of a frame, those inside others once', () => {
  const frames = framesOf([
    begin(0),
    slice('EventDispatch', 1, 4),
    slice('FunctionCall', 2, 2),
    slice('FireAnimationFrame', 6, 3),
    begin(16),
    slice('TimerFire', 17, 1),
  ]);
  expect(frames.map(({ script }) => script)).toEqual([7, 1]);
});

it('gives a frame the longest task that began in it', () => {
  const frames = framesOf([begin(0), slice(task, 1, 5), slice(task, 8, 9), begin(17), slice(task, 18, 2)]);
  expect(frames.map(({ longestTask }) => longestTask)).toEqual([9, 2]);
});

it('looks at the thread with most frames and at nothing before its first', () => {
  const other = { pid: 2, tid: 7 };
  const frames = framesOf([
    slice('TimerFire', 0, 5),
    begin(10),
    begin(11, other),
    slice('TimerFire', 12, 90, other),
    begin(20),
    slice('TimerFire', 21, 2),
  ]);
  expect(frames.map(({ script }) => script)).toEqual([0, 2]);
});

it('says when a trace has no frames', () => {
  expect(() => framesOf([slice(task, 0, 1)])).toThrow('no frames');
});

import { expect, test } from 'vitest';
import { readLine, writeLine } from './lineText.ts';

test('a line is read as it is written', () => {
  const line = [
    [109.418321, 28.332499],
    [109.5, 28.4],
  ] as const;
  expect(readLine(writeLine(line))).toEqual({ positions: line, fault: null });
});

test('commas of both kinds and spaces stand between, empty lines count for nothing', () => {
  const text = ' 109.1, 28.2\n\n109.2，28.3\n109.3 28.4 ';
  expect(readLine(text).positions).toEqual([
    [109.1, 28.2],
    [109.2, 28.3],
    [109.3, 28.4],
  ]);
  expect(readLine('  ').positions).toEqual([]);
});

test('the first line that is no position is named', () => {
  expect(readLine('109.1, 28.2\n109.2')).toEqual({ positions: null, fault: 2 });
  expect(readLine('28.2, 109.1')).toEqual({ positions: null, fault: 1 });
  expect(readLine('东经, 北纬')).toEqual({ positions: null, fault: 1 });
});

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlanText } from '#domain/planText/planText';

const root = fileURLToPath(new URL('..', import.meta.url));
const fixture = (name: string) => join(root, 'tests/fixtures/planText', name);
let directory = '';

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'plan-text-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function run(...commandArguments: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'scripts/plan-text.ts', ...commandArguments],
    { cwd: root, encoding: 'utf8' },
  );
  return { status, stdout, errorLines: stderr.split('\n').filter((line) => line !== '') };
}

describe('npm run plan-text', () => {
  it('ends with 0 where every printed number is the number listed, and reports the irregularities', () => {
    const { status, stdout, errorLines } = run(fixture('missing-separator.txt'));
    expect([status, errorLines]).toEqual([0, []]);
    expect(stdout).toContain('村：5　分区：1　县市：2');
    expect(stdout).toContain('4:13  乡镇之前缺「；」');
  });

  it('ends with 1 where a village is missing, and says in which county', () => {
    const { status, stdout } = run(fixture('village-removed.txt'));
    expect(status).toBe(1);
    expect(stdout).toContain('第 3 行  先行区 › 青禾县：写明 3，列出 2（-1）');
  });

  it('ends with 2 and one line where it finds no list', () => {
    const { status, stdout, errorLines } = run(fixture('prose.txt'));
    expect([status, stdout]).toEqual([2, '']);
    expect(errorLines).toEqual([`plan-text: ${fixture('prose.txt')}：没有找到村名单`]);
  });

  it('writes the whole result as JSON', () => {
    const out = join(directory, 'plan.json');
    expect(run(fixture('clean.txt'), '--json', out).status).toBe(0);
    const plan = JSON.parse(readFileSync(out, 'utf8')) as PlanText;
    expect([plan.villageCount, plan.zones[0]!.counties[1]!.name]).toEqual([5, '白石县']);
  });

  it('reads a document in GB 18030 and says so', () => {
    const file = join(directory, 'gbk.txt');
    // 青禾县：1个村 / （柳溪镇）上湾村。
    const hex = 'c7e0bacccfd8a3ba31b8f6b4e50aa3a8c1f8cfaad5f2a3a9c9cfcde5b4e5a1a3';
    writeFileSync(file, Buffer.from(hex, 'hex'));
    const { status, stdout, errorLines } = run(file);
    expect([status, errorLines]).toEqual([0, [`plan-text: ${file} 按 GB 18030 编码读取`]]);
    expect(stdout).toContain('青禾县     1     1  相符');
  });

  it.each([
    ['a missing file', ['no-such-file.txt'], '不能读取 no-such-file.txt：没有这个文件或目录'],
    ['a directory', ['tests'], '不能读取 tests：这是目录，不是文件'],
    ['no argument', [], '用法：npm run plan-text -- 文件 [--json 输出文件]'],
    ['an unknown option', ['--bad', 'x'], '用法：npm run plan-text -- 文件 [--json 输出文件]'],
    ['two files', ['a', 'b'], '用法：npm run plan-text -- 文件 [--json 输出文件]'],
  ])('ends with 2 and one line for %s', (_, commandArguments, message) => {
    const { status, stdout, errorLines } = run(...commandArguments);
    expect([status, stdout, errorLines]).toEqual([2, '', [`plan-text: ${message}`]]);
  });

  it('ends with 2 and one line for a binary file', () => {
    const file = join(directory, 'binary');
    writeFileSync(file, Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]));
    expect(run(file)).toEqual({
      status: 2,
      stdout: '',
      errorLines: [`plan-text: 不能读取 ${file}：不是文本文件`],
    });
  });

  it('ends with 2 and one line where the JSON file cannot be written', () => {
    const out = join(directory, 'missing', 'plan.json');
    expect(run(fixture('clean.txt'), '--json', out)).toEqual({
      status: 2,
      stdout: '',
      errorLines: [`plan-text: 不能写入 ${out}：没有这个文件或目录`],
    });
  });
});

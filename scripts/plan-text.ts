// Reads the village lists of a plan document and reports what is odd about them:
//   npm run plan-text -- FILE [--json OUT]
// Exit code 0: every printed number of villages is the number listed; 1: some differ;
// 2: no village list found, or FILE cannot be read, or OUT cannot be written.
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { decodeDocument } from '#domain/planText/decodeDocument';
import { parsePlanText } from '#domain/planText/parsePlanText';
import { formatPlanText } from '#domain/planText/planTextReport';

const usage = '用法：npm run plan-text -- 文件 [--json 输出文件]';

/** Something the person at the console can put right; its message is all they need to see. */
class CommandError extends Error {}

const systemReasons: Readonly<Record<string, string>> = {
  ENOENT: '没有这个文件或目录',
  EISDIR: '这是目录，不是文件',
  ENOTDIR: '路径中有一段不是目录',
  EACCES: '没有权限',
  EPERM: '没有权限',
  EROFS: '只读文件系统',
  ENOSPC: '磁盘已满',
  ENAMETOOLONG: '路径过长',
  ERR_FS_FILE_TOO_LARGE: '文件过大',
};

// A reader that closes early (npm run plan-text … | head) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

try {
  process.exitCode = run(process.argv.slice(2));
} catch (error) {
  console.error(`plan-text: ${error instanceof CommandError ? error.message : describeUnexpected(error)}`);
  process.exitCode = 2;
}

function run(commandArguments: readonly string[]): 0 | 1 | 2 {
  const { file, json } = readArguments(commandArguments);
  const plan = parsePlanText(readDocument(file));
  if (json !== undefined) writeJson(json, plan);
  if (plan.zones.length === 0) throw new CommandError(`${file}：没有找到村名单`);
  process.stdout.write(formatPlanText(plan));
  return plan.countMismatches.length > 0 ? 1 : 0;
}

function readArguments(commandArguments: readonly string[]): { file: string; json: string | undefined } {
  try {
    const { positionals, values } = parseArgs({
      args: [...commandArguments],
      options: { json: { type: 'string' } },
      allowPositionals: true,
    });
    const [file] = positionals;
    if (file && positionals.length === 1 && values.json !== '') return { file, json: values.json };
  } catch {
    // An unknown option: the usage says what there is.
  }
  throw new CommandError(usage);
}

function readDocument(file: string): string {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new CommandError(`不能读取 ${file}：${systemReason(error)}`, { cause: error });
  }
  const decoded = decodeDocument(bytes);
  if (!decoded.ok) throw new CommandError(`不能读取 ${file}：不是文本文件`);
  if (decoded.encoding !== 'UTF-8') console.error(`plan-text: ${file} 按 ${decoded.encoding} 编码读取`);
  return decoded.text;
}

function writeJson(file: string, plan: unknown): void {
  try {
    writeFileSync(file, `${JSON.stringify(plan, null, 2)}\n`);
  } catch (error) {
    throw new CommandError(`不能写入 ${file}：${systemReason(error)}`, { cause: error });
  }
}

function systemReason(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return systemReasons[code] ?? (code || '未知原因');
}

function describeUnexpected(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return `内部错误：${message.split('\n')[0]}`;
}

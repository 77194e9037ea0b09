// Makes the demonstration places of 湘西 (示例): npx tsx scripts/make-demonstration.ts
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeDemonstration } from './demonstration/demonstration.ts';

const dataDirectory = join(import.meta.dirname, '..', 'data');
const target = join(dataDirectory, 'xiangxi', 'demo');

try {
  const files = makeDemonstration(dataDirectory);
  mkdirSync(target, { recursive: true });
  for (const [name, text] of files) {
    writeFileSync(join(target, name), text);
    console.log(`${name}: ${Buffer.byteLength(text)} bytes`);
  }
} catch (error) {
  console.error(
    `make-demonstration: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`,
  );
  process.exitCode = 1;
}

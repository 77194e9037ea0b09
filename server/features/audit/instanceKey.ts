import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { StartError } from '../../startError.ts';

/** 32 bytes, hexadecimal. */
const keyPattern = /^[0-9a-f]{64}$/i;

/** The name of the key's file in the data directory. */
export const keyFile = 'audit.key';

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;

async function readKey(file: string): Promise<string | null> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null;
    throw error;
  }
}

/** Complete before it has its name, and the first one to have the name stays: two processes agree on one key. */
async function makeKey(file: string): Promise<void> {
  const temporary = `${file}.${randomUUID()}`;
  const handle = await open(temporary, 'wx', 0o600);
  try {
    await handle.writeFile(`${randomBytes(32).toString('hex')}\n`);
    await handle.sync();
    await link(temporary, file);
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
  } finally {
    await handle.close();
    await rm(temporary, { force: true });
  }
}

/**
 * The key of this instance: the one given, else the one in the data directory, which is made at first use and is
 * readable for its owner only. @returns 32 bytes
 * @throws StartError when the file holds no key: making a new one would break every chain
 */
export async function readInstanceKey({
  key,
  dataDirectory,
}: {
  key: string | null;
  dataDirectory: string;
}): Promise<Buffer> {
  if (key !== null) return Buffer.from(key, 'hex');
  const file = path.join(dataDirectory, keyFile);
  await mkdir(dataDirectory, { recursive: true });
  if ((await readKey(file)) === null) await makeKey(file);
  const text = await readKey(file);
  if (text === null || !keyPattern.test(text)) {
    throw new StartError('configuration', `${file} holds no key of 64 hexadecimal digits: restore it`);
  }
  return Buffer.from(text, 'hex');
}

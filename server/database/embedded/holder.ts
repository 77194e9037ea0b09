import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process that holds something, recognisable after its number has been given to another process. */
export interface Holder {
  pid: number;
  /** When it was born, in the words of the system; null where the system does not say. */
  birth: string | null;
}

/** Fields of /proc/PID/stat after the name, which may itself hold spaces and brackets. */
const startTimeField = 19;

function birthOf(pid: number): string | null {
  try {
    if (process.platform === 'linux') {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
      return `${boot}:${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[startTimeField]}`;
    }
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null;
  } catch {
    return null;
  }
}

/** This process, as others will recognise it. */
export const thisProcess = (): Holder => ({ pid: process.pid, birth: birthOf(process.pid) });

function isZombie(pid: number): boolean {
  if (process.platform !== 'linux') return false;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z');
  } catch {
    return false;
  }
}

/** True while the very process that wrote the record is alive. */
export function isAlive(holder: Holder): boolean {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    // EPERM: it exists and belongs to somebody else.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  if (isZombie(holder.pid)) return false;
  return holder.birth === null || birthOf(holder.pid) === holder.birth;
}

/** The record in a file, or null when there is none or it was cut short by a crash. */
export function readHolder(file: string): Holder | null {
  try {
    const record = JSON.parse(readFileSync(file, 'utf8')) as Partial<Holder>;
    return Number.isInteger(record.pid) ? { pid: record.pid!, birth: record.birth ?? null } : null;
  } catch {
    return null;
  }
}

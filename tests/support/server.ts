import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';

const entry = fileURLToPath(new URL('../../server/index.ts', import.meta.url));
const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

/** A server in a process of its own, from the sources, as `npm start` would run it. */
export class ServerProcess {
  readonly process: ChildProcess;
  output = '';
  errors = '';

  constructor(settings: Record<string, string>) {
    this.process = spawn(process.execPath, ['--import', loader, entry], {
      env: { PATH: process.env.PATH, PORT: '0', XIANGTU_RELEASE_ZOOM: '6', ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.process.stdout!.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    this.process.stderr!.setEncoding('utf8').on('data', (text: string) => (this.errors += text));
  }

  /** The address of the line that ends the start. @throws Error when the process ends instead */
  async ready(): Promise<string> {
    const address = () => /^乡图 ready: (\S+)$/m.exec(this.output)?.[1];
    while (address() === undefined) {
      if (this.process.exitCode !== null) throw new Error(`the server ended: ${this.errors}`);
      await pause(20);
    }
    return address()!;
  }

  /** How it ended: exit code, or the name of the signal. */
  async ended(): Promise<number | string> {
    if (this.process.exitCode === null && this.process.signalCode === null) await once(this.process, 'close');
    return this.process.exitCode ?? this.process.signalCode!;
  }

  async kill(signal: NodeJS.Signals): Promise<number | string> {
    this.process.kill(signal);
    return this.ended();
  }
}

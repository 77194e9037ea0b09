import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** Brought up to date by builtServer.mjs: from the sources every start would take seconds longer. */
const entry = fileURLToPath(new URL('../../dist/server/index.js', import.meta.url));

/** A server in a process of its own, as `npm start` runs it. */
export class ServerProcess {
  readonly process: ChildProcess;
  output = '';
  errors = '';

  constructor(settings: Record<string, string>) {
    this.process = spawn(process.execPath, [entry], {
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

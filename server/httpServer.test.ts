import http from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { listen, type ListeningServer } from './httpServer.ts';

let server: ListeningServer;
afterEach(() => server.close());

const get = (url: string, agent?: http.Agent) =>
  new Promise<{ status: number; body: string }>((resolve, reject) => {
    http
      .get(url, { agent }, (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (text: string) => (body += text));
        response.on('end', () => resolve({ status: response.statusCode!, body }));
        response.on('error', reject);
      })
      .on('error', reject);
  });

describe('listen', () => {
  it('tells requests to come back until there is something to serve', async () => {
    server = await listen('127.0.0.1', 0);
    expect((await get(server.url)).status).toBe(503);
    server.serve((_, response) => response.end('served'));
    expect(await get(server.url)).toEqual({ status: 200, body: 'served' });
  });

  it('says in one line that a port is in use', async () => {
    server = await listen('127.0.0.1', 0);
    const port = Number(new URL(server.url).port);
    await expect(listen('127.0.0.1', port)).rejects.toMatchObject({
      message: `port ${port} on 127.0.0.1 is in use: stop the other program, or set PORT`,
      exitCode: 69,
    });
  });

  it('says in one line that a host is no address of this machine', async () => {
    server = await listen('127.0.0.1', 0);
    await expect(listen('203.0.113.1', 0)).rejects.toMatchObject({
      message: 'HOST=203.0.113.1 is no address of this machine',
      exitCode: 78,
    });
  });
});

describe('close', () => {
  it('lets a request finish, takes no other, and does not wait for kept-alive connections', async () => {
    server = await listen('127.0.0.1', 0);
    server.serve((_, response) => void pause(400).then(() => response.end('finished')));
    const agent = new http.Agent({ keepAlive: true });
    const answer = get(server.url, agent);
    await pause(100);
    const started = performance.now();
    const closing = server.close();
    await expect(get(server.url)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect((await answer).body).toBe('finished');
    await closing;
    expect(performance.now() - started).toBeLessThan(3_000);
    agent.destroy();
  });
});

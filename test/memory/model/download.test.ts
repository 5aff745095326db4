import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { InstallOptions } from '../../../source/memory/model/install.js';
import type { InstallProgress } from '../../../source/memory/model/progress.js';
import { redirectTarget } from '../../../source/memory/model/request.js';
import {
  archive,
  cut,
  definitionOf,
  errorOf,
  expectAbsent,
  expectInstalled,
  machine,
  modelId,
  serve,
  servePartly,
  startServer,
  type Handler,
} from './support.js';

const impatient = { idleMilliseconds: 100, attempts: 2, pauseMilliseconds: 0 };
const half = Math.floor(archive.length / 2);
const flipped = Buffer.from(archive);
flipped.writeUInt8(flipped.readUInt8(half) ^ 1, half);

interface Mishap {
  readonly handler: Handler;
  readonly code: string;
  readonly says: RegExp;
  readonly options?: Partial<InstallOptions>;
}

const page = '<html><body>Please sign in</body></html>';

const mishaps: Readonly<Record<string, Mishap>> = {
  'a file that is not there': {
    handler: (_, response) => response.writeHead(404).end('Not found'),
    code: 'model.refused',
    says: /\/models\/tiny-model\.tar\.gz answers with status 404\./,
  },
  'a server out of order': {
    handler: (_, response) => response.writeHead(503).end(),
    code: 'model.refused',
    says: /status 503/,
  },
  'a page to sign in': {
    handler: (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(page),
    code: 'model.not_the_archive',
    says: /something else than the archive \(text\/html\)/,
  },
  'a page that does not say what it is': {
    handler: (_, response) => response.writeHead(200).end(page),
    code: 'model.not_the_archive',
    says: /no gzip/,
  },
  'redirects in a circle': {
    handler: (_, response) => response.writeHead(302, { location: '/models/again' }).end(),
    code: 'model.redirect',
    says: /more than 5 times/,
  },
  'a redirect to nowhere': {
    handler: (_, response) => response.writeHead(302).end(),
    code: 'model.redirect',
    says: /redirects to nowhere/,
  },
  'a redirect to a file of this machine': {
    handler: (_, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
    code: 'model.redirect',
    says: /not safe/,
  },
  'a connection cut at once': {
    handler: (_, response) => response.destroy(),
    code: 'model.unreachable',
    says: /cannot be reached/,
  },
  'a connection that is cut again and again without a byte': {
    handler: (request, response) =>
      servePartly(request.headers.range ? 0 : half, cut)(request, response),
    code: 'model.unreachable',
    says: /cannot be reached/,
  },
  'a server that never answers': {
    handler: () => undefined,
    code: 'model.stalled',
    says: /sent nothing for 0\.1 seconds/,
    options: { patience: impatient },
  },
  'a body that stops coming': {
    handler: servePartly(half, () => undefined),
    code: 'model.stalled',
    says: /sent nothing/,
    options: { patience: { ...impatient, attempts: 1 } },
  },
  'fewer bytes than promised, ended properly': {
    handler: (_, response) => {
      response.socket?.end(
        Buffer.concat([
          Buffer.from(`HTTP/1.1 200 OK\r\ncontent-length: ${archive.length}\r\n\r\n`),
          archive.subarray(0, half),
        ]),
      );
    },
    code: 'model.unreachable',
    says: /cannot be reached/,
  },
  'fewer bytes without a promise': {
    handler: (_, response) => response.writeHead(200).end(archive.subarray(0, half)),
    code: 'model.checksum',
    says: new RegExp(`\\(${half} bytes\\) has the SHA-256`),
  },
  'a changed byte': {
    handler: serve(flipped),
    code: 'model.checksum',
    says: /has the SHA-256 [0-9a-f]{64} and not [0-9a-f]{64}/,
  },
  'a length that is far too long': {
    handler: (_, response) => {
      response.writeHead(200, { 'content-length': 3_000_000 });
      response.write(archive);
    },
    code: 'model.not_the_archive',
    says: /far too long/,
  },
  'a body that never ends': {
    handler: (_, response) => {
      response.writeHead(200);
      response.write(archive);
      const more = (): void => {
        while (!response.destroyed && response.write(archive)) continue;
        response.once('drain', more);
      };
      more();
    },
    code: 'model.not_the_archive',
    says: /far too long/,
  },
};

describe('a download that meets', () => {
  it.each(Object.entries(mishaps))(
    '%s ends clearly, and the next one succeeds',
    async (_, mishap) => {
      const at = machine();
      const server = await startServer(mishap.handler);
      const error = await errorOf(at.install(server.url, mishap.options));
      expect({ code: error.code, message: error.message }).toEqual({
        code: mishap.code,
        message: expect.stringMatching(mishap.says) as string,
      });
      await expectAbsent(at);
      server.handle(serve());
      expect(await at.install(server.url)).toMatchObject({ modelInstalled: true, modelId });
      await expectInstalled(at);
    },
  );

  it('nobody at the address ends clearly', async () => {
    const at = machine();
    const server = await startServer(serve());
    // Nothing listens on the discard port of a test machine, and if so it sends nothing.
    const options = { patience: impatient };
    const error = await errorOf(at.install('http://127.0.0.1:9/tiny-model.tar.gz', options));
    expect(error.code).toMatch(/^model\.(unreachable|stalled)$/);
    await expectAbsent(at);
    await at.install(server.url);
    await expectInstalled(at);
  });
});

describe('a download that was cut', () => {
  it('goes on where it stopped, within one installation', async () => {
    const at = machine();
    const server = await startServer((request, response) => {
      server.handle(serve());
      servePartly(half, cut)(request, response);
    });
    const seen: InstallProgress[] = [];
    await at.install(server.url, { onProgress: (progress) => seen.push(progress) });
    await expectInstalled(at);
    const ranges = server.requests.map(({ headers }) => headers.range);
    expect(ranges).toEqual([undefined, expect.stringMatching(/^bytes=\d+-$/)]);
    expect(server.requests[1]?.headers['if-range']).toBe('"1"');
    expect(seen).toContainEqual({
      phase: 'retry',
      reason: expect.stringMatching(/reached/) as string,
    });
    expect(seen.filter(({ phase }) => phase === 'download').at(-1)).toEqual({
      phase: 'download',
      received: archive.length,
      total: archive.length,
    });
  });

  /** Leaves the first half of the archive behind. */
  async function interruptedMachine() {
    const at = machine();
    const server = await startServer(servePartly(half, cut));
    await errorOf(
      at.install(server.url, { patience: { ...impatient, idleMilliseconds: 30_000, attempts: 1 } }),
    );
    const part = path.join(at.models, 'tiny-model.tar.gz.part');
    expect(readFileSync(part).equals(archive.subarray(0, half))).toBe(true);
    return { at, server, part };
  }

  it('goes on where it stopped in the next installation', async () => {
    const { at, server } = await interruptedMachine();
    server.handle(serve());
    await at.install(server.url);
    await expectInstalled(at);
    expect(server.requests.map(({ headers }) => headers.range)).toEqual([
      undefined,
      `bytes=${half}-`,
    ]);
  });

  it('starts over where the file changed meanwhile', async () => {
    const { at, server } = await interruptedMachine();
    server.handle(serve(archive, '"2"'));
    await at.install(server.url);
    await expectInstalled(at);
    expect(server.requests).toHaveLength(2);
  });

  it('starts over where the server knows no ranges', async () => {
    const { at, server } = await interruptedMachine();
    server.handle((_, response) => response.writeHead(200).end(archive));
    await at.install(server.url);
    await expectInstalled(at);
  });

  it('starts over where the server goes on elsewhere or has nothing more', async () => {
    for (const status of [206, 416]) {
      const { at, server } = await interruptedMachine();
      server.handle((_, response) => {
        server.handle(serve());
        response.writeHead(status, { 'content-range': `bytes 0-9/${archive.length}` }).end();
      });
      await at.install(server.url);
      await expectInstalled(at);
    }
  });

  it('starts over by itself where what it had proves wrong', async () => {
    const { at, server, part } = await interruptedMachine();
    writeFileSync(part, flipped.subarray(0, half + 1));
    server.handle(serve());
    await at.install(server.url);
    await expectInstalled(at);
    expect(server.requests.map(({ headers }) => headers.range)).toEqual([
      undefined,
      `bytes=${half + 1}-`,
      undefined,
    ]);
  });

  it('starts over at another address', async () => {
    const { at, server } = await interruptedMachine();
    server.handle(serve());
    await at.install(server.url.replace('/models/', '/mirror/'));
    await expectInstalled(at);
    expect(server.requests[1]?.headers.range).toBeUndefined();
  });

  it('asks for nothing where all of it is there', async () => {
    const { at, server, part } = await interruptedMachine();
    writeFileSync(part, archive);
    await at.install(server.url);
    await expectInstalled(at);
    expect(server.requests).toHaveLength(1);
  });

  it('keeps what it has when a sign-in page answers', async () => {
    const { at, server, part } = await interruptedMachine();
    server.handle((_, response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end(page),
    );
    expect((await errorOf(at.install(server.url))).code).toBe('model.not_the_archive');
    expect(existsSync(part)).toBe(true);
    server.handle(serve());
    await at.install(server.url);
    expect(server.requests.at(-1)?.headers.range).toBe(`bytes=${half}-`);
  });

  it('is kept when the person interrupts', async () => {
    const at = machine();
    const interruption = new AbortController();
    const server = await startServer(servePartly(half, () => undefined));
    const error = await errorOf(
      at.install(server.url, {
        signal: interruption.signal,
        onProgress: (progress) => {
          if (progress.phase === 'download' && progress.received === half) interruption.abort();
        },
      }),
    );
    expect(error.code).toBe('model.interrupted');
    await expectAbsent(at);
    server.handle(serve());
    await at.install(server.url);
    expect(server.requests.at(-1)?.headers.range).toBe(`bytes=${half}-`);
  });
});

describe('the address', () => {
  it('may redirect, also to a place relative to it', async () => {
    const at = machine();
    const server = await startServer((request, response) => {
      if (request.url === '/elsewhere/file') serve()(request, response);
      else response.writeHead(307, { location: '../elsewhere/file' }).end();
    });
    await at.install(server.url);
    await expectInstalled(at);
  });

  it('may name the folder of a mirror', async () => {
    const at = machine();
    const server = await startServer(serve());
    await at.install(server.url.replace('tiny-model.tar.gz', ''));
    expect(server.requests[0]?.url).toBe('/models/tiny-model.tar.gz');
    await expectInstalled(at);
  });

  it('is the public one without a mirror, and a mirror does not change what must arrive', async () => {
    const at = machine();
    const server = await startServer(serve());
    const definition = { ...definitionOf(archive, server.url) };
    await at.install(null, { definition });
    await expectInstalled(at);
    const other = machine();
    server.handle(serve(flipped));
    const environment = other.environment({ FLOWDECK_MODEL_URL: server.url });
    expect((await errorOf(other.install(null, { environment }))).code).toBe('model.checksum');
  });

  it('is not followed out of encryption, and its secrets are not shown', async () => {
    const https = new URL('https://hub.example/model');
    expect(() => redirectTarget(https, 'http://portal.example/?s=1')).toThrow(
      'https://hub.example/model redirects to http://portal.example, which is not safe.',
    );
    expect(redirectTarget(https, 'https://cdn.example/x').href).toBe('https://cdn.example/x');
    expect(redirectTarget(new URL('http://a.example/x'), 'https://b.example/').protocol).toBe(
      'https:',
    );
    const at = machine();
    const server = await startServer((_, response) => response.writeHead(403).end());
    const secret = server.url.replace('http://', 'http://me:secret@') + '?token=secret';
    const { message } = await errorOf(at.install(secret));
    expect(message).toContain('status 403');
    expect(message).not.toContain('secret');
    expect(server.requests[0]?.headers.authorization).toBe(
      `Basic ${Buffer.from('me:secret').toString('base64')}`,
    );
  });

  it('must be one for http', async () => {
    const at = machine();
    for (const url of ['file:///etc/passwd', 'nonsense']) {
      expect((await errorOf(at.install(url))).code).toBe('model.url_invalid');
    }
  });
});

describe('a proxy', () => {
  it('is used as the environment says, and a broken one is named', async () => {
    const target = await startServer(serve());
    const proxy = await startServer((request, response) => {
      const { pathname } = new URL(request.url ?? '');
      const forwarded = httpRequest(new URL(pathname, target.url), { headers: request.headers });
      forwarded.on('response', (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      forwarded.end();
    });
    const { origin } = new URL(proxy.url);
    const url = 'http://hub.invalid/models/tiny-model.tar.gz';
    for (const name of ['HTTP_PROXY', 'http_proxy']) {
      const at = machine();
      const environment = at.environment({ FLOWDECK_MODEL_URL: url, [name]: origin });
      await at.install(null, { environment });
      await expectInstalled(at);
    }
    expect(proxy.requests.map((request) => request.url)).toEqual([url, url]);

    const at = machine();
    const around = { FLOWDECK_MODEL_URL: target.url, HTTP_PROXY: origin, NO_PROXY: '127.0.0.1' };
    await at.install(null, { environment: at.environment(around) });
    expect(proxy.requests).toHaveLength(2);

    const broken = machine();
    const environment = broken.environment({
      FLOWDECK_MODEL_URL: url,
      HTTP_PROXY: 'not an address',
    });
    const error = await errorOf(broken.install(null, { environment }));
    expect(error.message).toMatch(/proxy for hub\.invalid/);
  });

  it('tunnels for https', async () => {
    const proxy = await startServer(() => undefined);
    const at = machine();
    const environment = at.environment({
      FLOWDECK_MODEL_URL: 'https://hub.invalid/tiny-model.tar.gz',
      HTTPS_PROXY: new URL(proxy.url).origin,
    });
    const error = await errorOf(at.install(null, { environment }));
    // The proxy of this test refuses to tunnel, which shows that it was asked.
    expect(error.code).toBe('model.unreachable');
    expect(error.message).toMatch(/^hub\.invalid cannot be reached: the proxy hung up/);
  });
});

it('never asks the network where that is forbidden', async () => {
  const at = machine();
  const server = await startServer(serve());
  const variables = { FLOWDECK_MODEL_URL: server.url, FLOWDECK_OFFLINE: '1' };
  const error = await errorOf(at.install(null, { environment: at.environment(variables) }));
  expect(error.code).toBe('model.offline');
  expect(server.requests).toEqual([]);
  expect(await at.find(variables)).toMatchObject({
    state: 'offline',
    reason: expect.stringContaining('FLOWDECK_OFFLINE') as string,
    hint: expect.stringContaining('--from') as string,
  });
  const allowed = at.environment({ ...variables, FLOWDECK_OFFLINE: '0' });
  await at.install(null, { environment: allowed });
  await expectInstalled(at);
});

it('closes its connections', async () => {
  const at = machine();
  let closed: Promise<unknown> = Promise.resolve();
  const server = await startServer((request, response) => {
    closed = once(request.socket, 'close');
    serve()(request, response);
  });
  await at.install(server.url);
  await closed;
});

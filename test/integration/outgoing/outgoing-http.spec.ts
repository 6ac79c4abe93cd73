import { createServer, type RequestListener, type Server } from 'node:http';
import { once } from 'node:events';
import { connect as dial, createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { Metrics } from '../../../src/platform/observability/metrics.js';
import { guardedConnector } from '../../../src/platform/outgoing/guarded-connector.js';
import { NameResolver } from '../../../src/platform/outgoing/name-resolver.js';
import {
  OutgoingFailure,
  type OutgoingAnswer,
  type OutgoingRequest,
} from '../../../src/platform/outgoing/outgoing-http.js';
import { isPublicAddress } from '../../../src/platform/outgoing/public-address.js';
import { UndiciOutgoingHttp } from '../../../src/platform/outgoing/undici-outgoing-http.js';
import { atEndOfFile } from '../../support/cleanup.js';

const MIB = 1_048_576;

let http: UndiciOutgoingHttp;
let metrics: Metrics;
let origin: string;
let port: number;
/** What the other side does next. */
let behave: RequestListener;
let connections = 0;

async function listen(server: Server | ReturnType<typeof createTcpServer>): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

beforeAll(async () => {
  const server = createServer((request, response) => {
    behave(request, response);
  });
  server.on('connection', () => {
    connections += 1;
  });
  port = await listen(server);
  origin = `http://127.0.0.1:${String(port)}`;
  metrics = new Metrics();
  http = new UndiciOutgoingHttp({ resolve: async () => [{ address: '127.0.0.1', family: 4 }] }, metrics);
  atEndOfFile(async () => {
    await http.onApplicationShutdown();
    server.closeAllConnections();
    server.close();
  });
});

function ask(more: Partial<OutgoingRequest> = {}): Promise<OutgoingAnswer> {
  return http.send({ name: 'test', method: 'GET', url: `${origin}/x`, trusted: true, ...more });
}

const kindOf = async (sending: Promise<OutgoingAnswer>) =>
  sending.then(
    ({ status }) => status,
    (error: unknown) => (error instanceof OutgoingFailure ? error.kind : error),
  );

describe('a request', () => {
  it('carries what was asked for and comes back with what was answered', async () => {
    const seen: unknown[] = [];
    behave = (request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        const { authorization, accept, cookie } = request.headers;
        seen.push([request.method, request.url, authorization, accept, cookie, body]);
        response.setHeader('Set-Cookie', ['a=1']).setHeader('X-Many', ['1', '2']).writeHead(201).end('grüße');
      });
    };
    const headers = { Authorization: 'Bearer x', accept: 'application/json' };
    const answer = await ask({ method: 'POST', url: `${origin}/p?q=1`, headers, body: 'a=ü' });
    expect(answer).toMatchObject({ status: 201, body: 'grüße', durationMs: expect.any(Number) });
    expect(answer.headers['x-many']).toBe('1,2');
    expect(answer.headers).not.toHaveProperty('set-cookie');
    await ask();
    expect(seen).toEqual([
      ['POST', '/p?q=1', 'Bearer x', 'application/json', undefined, 'a=ü'],
      ['GET', '/x', undefined, undefined, undefined, ''],
    ]);
  });

  it('reuses connections, and is measured by name and outcome', async () => {
    behave = (_, response) => response.writeHead(404).end();
    await ask();
    const before = connections;
    for (let time = 0; time < 3; time += 1) await ask({ name: 'measured' });
    expect(connections).toBe(before);
    expect(await metrics.registry.metrics()).toContain(
      'sallyport_outgoing_request_seconds_count{to="measured",outcome="4xx"} 3',
    );
  });

  it.each([301, 302, 303, 307, 308])('does not follow a %i', async (status) => {
    let requests = 0;
    behave = (_, response) => {
      requests += 1;
      response.writeHead(status, { location: `${origin}/elsewhere` }).end();
    };
    expect(await ask()).toMatchObject({ status, headers: { location: `${origin}/elsewhere` } });
    expect(requests).toBe(1);
  });

  it('goes to where it is sent, whatever proxy the environment names', async () => {
    vi.stubEnv('HTTP_PROXY', 'http://127.0.0.1:1');
    vi.stubEnv('http_proxy', 'http://127.0.0.1:1');
    behave = (_, response) => response.end('direct');
    expect((await ask()).body).toBe('direct');
    vi.unstubAllEnvs();
  });

  it('with a header that splits the request is a mistake of ours, and not sent', async () => {
    const before = connections;
    await expect(ask({ headers: { 'x-a': 'b\r\nx-c: d' } })).rejects.not.toBeInstanceOf(OutgoingFailure);
    expect(connections).toBe(before);
  });
});

describe('an answer', () => {
  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
    ['identity', (text: string) => text],
  ] as const)('packed with %s is unpacked', async (encoding, pack) => {
    behave = (_, response) => response.setHeader('content-encoding', encoding).end(pack('grüße'));
    expect((await ask()).body).toBe('grüße');
  });

  it('that cannot be unpacked is none', async () => {
    for (const [encoding, body] of [
      ['gzip', 'not packed'],
      ['zstd', 'x'],
      ['gzip, br', 'x'],
      ['gzip', gzipSync('cut off').subarray(0, 12)],
    ] as const) {
      behave = (_, response) => response.setHeader('content-encoding', encoding).end(body);
      expect(await kindOf(ask())).toBe('unreachable');
    }
  });

  it('to HEAD, or without a body, needs no unpacking', async () => {
    behave = (_, response) => response.setHeader('content-encoding', 'gzip').writeHead(200).end();
    expect(await ask({ method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
    expect(await ask()).toMatchObject({ status: 200, body: '' });
  });

  it('as long as allowed is read, one byte more is not', async () => {
    behave = (request, response) => response.end('x'.repeat(Number(request.url!.slice(1))));
    expect((await ask({ url: `${origin}/100`, maxBytes: 100 })).body).toHaveLength(100);
    expect(await kindOf(ask({ url: `${origin}/101`, maxBytes: 100 }))).toBe('too-large');
    expect(await kindOf(ask({ url: `${origin}/${String(MIB + 1)}` }))).toBe('too-large');
  });

  it('without end is cut off, and the connection with it', async () => {
    const ended = new Promise((resolve) => {
      behave = (request, response) => {
        request.socket.once('close', resolve);
        const write = () => {
          while (response.write(Buffer.alloc(65_536)));
          response.once('drain', write);
        };
        write();
      };
    });
    expect(await kindOf(ask())).toBe('too-large');
    await ended;
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ] as const)('that is a %s bomb is cut off while it unpacks', async (encoding, pack) => {
    const bomb = pack(Buffer.alloc(16 * MIB));
    expect(bomb.length).toBeLessThan(MIB / 8);
    behave = (_, response) => response.setHeader('content-encoding', encoding).end(bomb);
    expect(await kindOf(ask())).toBe('too-large');
  });

  it('with endless headers is cut off', async () => {
    behave = (_, response) => response.setHeader('x-long', 'x'.repeat(65_536)).end();
    expect(await kindOf(ask())).toBe('too-large');
  });
});

describe('the other side', () => {
  it('that never answers, or never ends, is given up in time', async () => {
    behave = () => undefined;
    expect(await kindOf(ask({ timeoutMs: 50 }))).toBe('timeout');
    behave = (_, response) => response.write('begun');
    expect(await kindOf(ask({ timeoutMs: 50 }))).toBe('timeout');
    expect(await metrics.registry.metrics()).toContain('{to="test",outcome="timeout"} 2');
  });

  it.each([
    ['hangs up', (socket: Socket) => socket.destroy()],
    ['resets', (socket: Socket) => socket.resetAndDestroy()],
    ['speaks something else', (socket: Socket) => socket.end('220 mail.example.com ESMTP\r\n')],
    ['stops half-way', (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf')],
  ])('that %s is unreachable', async (_, treat) => {
    const server = createTcpServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => treat(socket));
    });
    const url = `http://127.0.0.1:${String(await listen(server))}/`;
    expect(await kindOf(ask({ url }))).toBe('unreachable');
    server.close();
  });

  it('that does not listen, or has no name, is unreachable', async () => {
    const server = createTcpServer();
    const url = `http://127.0.0.1:${String(await listen(server))}/`;
    server.close();
    await once(server, 'close');
    expect(await kindOf(ask({ url }))).toBe('unreachable');
    expect(await kindOf(ask({ url: 'http://nobody.invalid/' }))).toBe('unreachable');
  });
});

describe('an address that nobody trusted', () => {
  it.each([
    ...[
      'http://example.com/',
      'ftp://example.com/',
      'file:///etc/passwd',
      'data:,x',
      'example.com',
      '',
      '//x',
    ],
    ...['https://user:pass@example.com/', 'https://user@example.com/', 'https://example.com:22/'],
    ...[
      'https://127.0.0.1/',
      'https://0x7f.1/',
      'https://2130706433/',
      'https://017700000001/',
      'https://127.1/',
    ],
    ...['https://[::1]/', 'https://[::ffff:127.0.0.1]/', 'https://[64:ff9b::7f00:1]/', 'https://0/'],
    ...['https://169.254.169.254/latest/meta-data/', 'https://①②⑦.0.0.1/', 'https://[fd00:ec2::254]/'],
    // The resolver says 127.0.0.1 for every name.
    ...['https://example.com/', 'https://localhost/', 'https://127.0.0.1.nip.io:8443/'],
  ])('%s is refused', async (url) => {
    const before = connections;
    expect(await kindOf(ask({ url, trusted: false }))).toBe('refused-address');
    expect(connections).toBe(before);
  });

  it.each(['ftp://127.0.0.1/', 'http://user:pass@127.0.0.1/', 'nothing'])(
    '%s is refused even where the operator wrote it',
    async (url) => {
      expect(await kindOf(ask({ url }))).toBe('refused-address');
    },
  );

  it('gets no connection that a trusted request has opened', async () => {
    behave = (_, response) => response.end();
    await ask();
    expect(await kindOf(ask({ trusted: false }))).toBe('refused-address');
    expect(await kindOf(ask({ trusted: false, url: `https://127.0.0.1:${String(port)}/` }))).toBe(
      'refused-address',
    );
  });
});

describe('a name', () => {
  /** Says what it is told, one answer after the other. */
  class ScriptedResolver extends NameResolver {
    asked = 0;

    constructor(private readonly answers: string[][]) {
      super();
    }

    async resolve() {
      const found = this.answers[Math.min(this.asked, this.answers.length - 1)]!;
      this.asked += 1;
      return found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    }
  }

  /** Opens one connection to `name.example`, over which nothing is said. */
  function open(resolver: NameResolver, isAllowed: (address: string) => boolean) {
    const connector = guardedConnector(resolver, isAllowed, { timeout: 2000 });
    const target = { hostname: 'name.example', protocol: 'http:', port: String(port) };
    return new Promise<string | undefined>((resolve, reject) => {
      connector(target, (error, socket) => {
        if (error) reject(error);
        else {
          resolve(socket.remoteAddress);
          socket.destroy();
        }
      });
    });
  }

  it('is looked up once a connection: what is dialled is what was looked at', async () => {
    const looked: string[] = [];
    const resolver = new ScriptedResolver([['127.0.0.1'], ['127.0.0.2']]);
    const dialled = await open(resolver, (address) => looked.push(address) > 0);
    expect([dialled, looked, resolver.asked]).toEqual(['127.0.0.1', ['127.0.0.1'], 1]);
  });

  it('that turns to another address afterwards is refused then', async () => {
    const resolver = new ScriptedResolver([['127.0.0.1'], ['169.254.169.254']]);
    const isAllowed = (address: string) => address === '127.0.0.1';
    expect(await open(resolver, isAllowed)).toBe('127.0.0.1');
    await expect(open(resolver, isAllowed)).rejects.toMatchObject({ kind: 'refused-address' });
  });

  it.each([[['8.8.8.8', '127.0.0.1']], [['::1', '8.8.8.8']], [['::ffff:10.0.0.1']]])(
    'at %j is refused: every address counts',
    async (addresses) => {
      await expect(open(new ScriptedResolver([addresses]), isPublicAddress)).rejects.toMatchObject({
        kind: 'refused-address',
      });
    },
  );

  it('that nobody knows is unreachable', async () => {
    const unknown = { resolve: () => Promise.reject(new Error('ENOTFOUND')) };
    const other = new UndiciOutgoingHttp(unknown, new Metrics());
    expect(await kindOf(other.send({ method: 'GET', url: 'https://nobody.invalid/' }))).toBe('unreachable');
    await other.onApplicationShutdown();
  });

  it('of this machine is one that anybody can dial, so these tests would notice', async () => {
    const socket = dial(port, '127.0.0.1');
    await once(socket, 'connect');
    socket.destroy();
  });
});

/** One GET over HTTP with proxies, bounded redirects and a limit to silence. */
import { EnvHttpProxyAgent, Pool, request, type buildConnector, type Dispatcher } from 'undici';
import type { Environment } from '../../platform/environment.js';
import { FlowdeckError, messageOf } from '../../domain/errors.js';
import { causeOf, codeOf, failure, interrupted } from './failures.js';
import { shownUrl } from './places.js';

/** Enough for every mirror, and no loop. */
const mostRedirects = 5;

export interface RequestOptions {
  readonly headers: Readonly<Record<string, string>>;
  /** For HTTP_PROXY, HTTPS_PROXY and NO_PROXY, in capitals or not. */
  readonly environment: Environment;
  /** The longest silence of the server, in milliseconds, from looking up its name to its last byte. */
  readonly idleMilliseconds: number;
  readonly signal?: AbortSignal | undefined;
}

export interface Reply {
  readonly status: number;
  header(name: string): string | null;
  /** After redirects. */
  readonly url: URL;
  /** Ends as a model.* error when the connection is cut or silent, or when interrupted. */
  readonly body: AsyncIterable<Buffer>;
}

/**
 * Gives the reply to `use` and closes the connection after it, also in the middle of a body.
 *
 * @throws FlowdeckError model.unreachable, model.stalled, model.redirect, model.interrupted; with `passes` in the
 * details where there was no reply at all: whether it is worth trying again at once
 */
export async function withReply<Result>(
  address: URL,
  options: RequestOptions,
  use: (reply: Reply) => Promise<Result>,
): Promise<Result> {
  const silence = new Silence(options.idleMilliseconds);
  const signals = [silence.signal, ...(options.signal ? [options.signal] : [])];
  const agent = proxyAgent(options.environment, address);
  const connection: Connection = {
    agent,
    signal: AbortSignal.any(signals),
    heard: () => silence.heard(),
    explain(error, url) {
      if (options.signal?.aborted) return interrupted();
      const host = url.host;
      if (silence.signal.aborted) {
        const seconds = options.idleMilliseconds / 1000;
        return failure('model.stalled', `${host} sent nothing for ${seconds} seconds.`, error);
      }
      const message = `${host} cannot be reached: ${causeOf(error)}.`;
      return failure('model.unreachable', message, error);
    },
  };
  // A request that still waits for its connection does not hear its signal.
  const hangUp = (): void => void agent.destroy();
  connection.signal.addEventListener('abort', hangUp);
  try {
    return await use(await follow(address, options.headers, connection));
  } finally {
    connection.signal.removeEventListener('abort', hangUp);
    silence.end();
    await agent.destroy();
  }
}

interface Connection {
  readonly agent: EnvHttpProxyAgent;
  readonly signal: AbortSignal;
  readonly heard: () => void;
  readonly explain: (error: unknown, url: URL) => FlowdeckError;
}

/** Connections that broke may hold the next time; a name that is unknown stays so. */
const broken = ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'];

async function follow(
  address: URL,
  headers: Readonly<Record<string, string>>,
  connection: Connection,
): Promise<Reply> {
  let url = address;
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    const response = await get(url, { ...headers, ...credentials(address, url) }, connection);
    const location = headerOf(response, 'location');
    if (response.statusCode < 300 || response.statusCode >= 400 || response.statusCode === 304) {
      return {
        status: response.statusCode,
        header: (name) => headerOf(response, name),
        url,
        body: bytes(response, url, connection),
      };
    }
    // What it says besides the address is of no interest, and may be endless.
    response.body.on('error', () => undefined).destroy();
    url = redirectTarget(url, location);
  }
  throw failure(
    'model.redirect',
    `${shownUrl(address)} redirects more than ${mostRedirects} times.`,
  );
}

async function get(
  url: URL,
  headers: Readonly<Record<string, string>>,
  { agent, signal, heard, explain }: Connection,
): Promise<Dispatcher.ResponseData> {
  try {
    // The address of the request itself must not hold credentials; they go into a header.
    const plain = new URL(url);
    plain.username = '';
    plain.password = '';
    const response = await request(plain, { dispatcher: agent, headers, signal });
    heard();
    return response;
  } catch (error) {
    const { code, message } = explain(error, url);
    const passes = broken.includes(codeOf(error) ?? '');
    throw new FlowdeckError(code, message, { cause: error, details: { passes } });
  }
}

async function* bytes(
  response: Dispatcher.ResponseData,
  url: URL,
  { heard, explain }: Connection,
): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of response.body) {
      heard();
      yield chunk as Buffer;
    }
  } catch (error) {
    throw explain(error, url);
  }
}

/** Where a redirect leads. @throws FlowdeckError model.redirect where it leads nowhere or out of encryption */
export function redirectTarget(from: URL, location: string | null): URL {
  if (location === null || !URL.canParse(location, from.href)) {
    throw failure('model.redirect', `${shownUrl(from)} redirects to nowhere.`);
  }
  const to = new URL(location, from);
  if (!['http:', 'https:'].includes(to.protocol) || (secure(from) && !secure(to))) {
    const where = `${to.protocol}//${to.host}`;
    throw failure('model.redirect', `${shownUrl(from)} redirects to ${where}, which is not safe.`);
  }
  return to;
}

function secure({ protocol }: URL): boolean {
  return protocol === 'https:';
}

/** A name and password in the address are sent to that server and to no other. */
function credentials(address: URL, url: URL): Readonly<Record<string, string>> {
  if (address.username === '' || url.origin !== address.origin) return {};
  const pair = `${decodeURIComponent(address.username)}:${decodeURIComponent(address.password)}`;
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

function headerOf({ headers }: Dispatcher.ResponseData, name: string): string | null {
  const value = headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? null;
}

function proxyAgent(environment: Environment, address: URL): EnvHttpProxyAgent {
  const variable = (name: string): string =>
    environment[name.toLowerCase()] ?? environment[name] ?? '';
  try {
    return new EnvHttpProxyAgent({
      // Given always, so that the process's own environment is not asked behind our back.
      httpProxy: variable('HTTP_PROXY'),
      httpsProxy: variable('HTTPS_PROXY'),
      noProxy: variable('NO_PROXY'),
      // Plain addresses go through the proxy as such: not every proxy tunnels to their port.
      proxyTunnel: false,
      factory: (origin, poolOptions: Pool.Options) =>
        new Pool(origin, { ...poolOptions, connect: connectOnce(poolOptions.connect) }),
      // One limit to silence holds for all of it.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  } catch (error) {
    const message = `The proxy for ${address.host} is no address: ${causeOf(error)}.`;
    throw failure('model.unreachable', message, error);
  }
}

/**
 * A proxy that hangs up instead of answering is asked again at once and for ever: the library takes any closed socket
 * for one that was idle too long. Under another code it ends the request.
 */
function connectOnce(connect: Pool.Options['connect']): Pool.Options['connect'] {
  if (typeof connect !== 'function') return connect;
  const connector: buildConnector.connector = (options, callback) =>
    connect(options, (...[error, socket]) => {
      if (error === null) callback(null, socket);
      else if (codeOf(error) !== 'UND_ERR_SOCKET') callback(error, null);
      else callback(new Error(`the proxy hung up (${messageOf(error)})`), null);
    });
  return connector;
}

/** Aborts when nothing was heard for so long. */
class Silence {
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;

  constructor(milliseconds: number) {
    this.#timer = setTimeout(() => this.#controller.abort(), milliseconds);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  heard(): void {
    this.#timer.refresh();
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}

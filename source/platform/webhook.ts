/** Hands JSON to an address, without waiting for long. */
import type { Environment } from './environment.js';

const patience = 5_000;

/**
 * Resolves once the address took it. Proxies of the environment are honoured.
 * @throws Error where the address is none, does not answer in time or refuses
 */
export async function postJson(
  address: string,
  body: unknown,
  environment: Environment,
  milliseconds = patience,
): Promise<void> {
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol))
    throw new Error(`${address} is no address of a server.`);
  // Loaded only where somebody wants it: a HTTP client takes time to load.
  const { EnvHttpProxyAgent, request } = await import('undici');
  const variable = (name: string): string =>
    environment[name.toLowerCase()] ?? environment[name] ?? '';
  const dispatcher = new EnvHttpProxyAgent({
    httpProxy: variable('HTTP_PROXY'),
    httpsProxy: variable('HTTPS_PROXY'),
    noProxy: variable('NO_PROXY'),
  });
  try {
    const reply = await request(address, {
      dispatcher,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(milliseconds),
    });
    reply.body.on('error', () => undefined).destroy();
    if (reply.statusCode >= 300) throw new Error(`It answered with ${reply.statusCode}.`);
  } finally {
    await dispatcher.destroy();
  }
}

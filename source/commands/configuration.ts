/** The commands that read and change the project's configuration. */
import {
  checkConfigurationKey,
  configurationAt,
  configurationKeys,
  configurationValue,
  isConfigurationKey,
  parseConfigurationValue,
  wholeConfiguration,
  type StoredConfiguration,
} from '../domain/configuration.js';
import { nearest } from '../search/distance.js';
import type { Answer, CommandBody } from './definition.js';
import { oneLine } from './text.js';

export const configGet: CommandBody = async ({ project, invocation }) => {
  const { service } = await project.open();
  const stored = await service.query('configuration.stored', {});
  const typed = invocation.argument('KEY');
  if (typed === undefined) return everything(stored);
  const key = checkConfigurationKey(typed);
  const value = configurationAt(stored, key) ?? null;
  return { json: { key, value }, text: () => [shown(value)] };
};

function everything(stored: StoredConfiguration): Answer {
  const known = Object.keys(configurationKeys).filter(isConfigurationKey);
  const names = [...new Set([...known, ...Object.keys(stored)])].sort();
  const lines = names.map((name) => {
    const isKnown = isConfigurationKey(name);
    const value = isKnown ? configurationValue(stored, name) : stored[name];
    const summary = isKnown ? configurationKeys[name].summary : '';
    return [`${name} = ${shown(value)}`, summary] as const;
  });
  const width = Math.max(...lines.map(([line]) => Math.min(line.length, 50))) + 2;
  return {
    json: { config: wholeConfiguration(stored) },
    text: () => lines.map(([line, summary]) => `${line.padEnd(width)}${summary}`.trimEnd()),
  };
}

export const configSet: CommandBody = async ({ project, invocation }) => {
  const { service } = await project.open();
  const key = checkConfigurationKey(invocation.requiredArgument('KEY'));
  const parsed = parseConfigurationValue(key, invocation.requiredArgument('VALUE'));
  await service.command('configuration.set', { key, value: parsed });
  const stored = await service.query('configuration.stored', {});
  const value = configurationAt(stored, key) ?? null;
  const warning = warningFor(key, stored);
  return {
    json: { key, value, message: `${key} set`, ...(warning !== null && { warning }) },
    text: () => [`${key} = ${shown(value)}`, ...(warning === null ? [] : [`Warning: ${warning}`])],
  };
};

/** A key that nothing reads is most often one that was misspelt. */
function warningFor(key: string, stored: StoredConfiguration): string | null {
  const isOurs = isConfigurationKey(key) || /^stack(\.|$)/.test(key);
  if (isOurs || Object.keys(configurationKeys).some((known) => known.startsWith(`${key}.`))) {
    return null;
  }
  const others = [...Object.keys(configurationKeys), ...Object.keys(stored)];
  const [near] = nearest(
    key,
    others.filter((other) => other !== key),
    1,
  );
  const guess = near === undefined ? '' : ` Did you mean ${near}?`;
  return `flowdeck reads no key ${key}; it is kept for other tools.${guess}`;
}

function shown(value: unknown): string {
  return typeof value === 'string' ? oneLine(value) : JSON.stringify(value);
}

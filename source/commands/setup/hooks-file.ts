/** The hooks in the settings of an agent's program: events with groups of commands, as Claude Code and Codex have them. */
import { isObject, readJson, withoutValue, withValue } from './json-text.js';

export interface HookEntry {
  readonly event: string;
  /** Which tools it is for. */
  readonly matcher?: string;
  readonly name: string;
  /** In seconds, where the program's own is too short. */
  readonly timeout?: number;
}

const commandOf = (name: string): string => `flowdeck hook ${name}`;

export function withHooks(text: string, entries: readonly HookEntry[], file: string): string {
  let changed = text;
  for (const { event, matcher, name, timeout } of entries) {
    if (placesOf(readJson(changed, file), name).some((place) => place.event === event)) continue;
    const command = { type: 'command', command: commandOf(name) };
    const group = {
      ...(matcher !== undefined && { matcher }),
      hooks: [{ ...command, ...(timeout !== undefined && { timeout }) }],
    };
    const known = groupsOf(readJson(changed, file), event);
    changed =
      known === null
        ? withValue(changed, ['hooks', event], [group])
        : withValue(changed, ['hooks', event, known.length], group);
  }
  return changed;
}

/** Takes out each entry, and what held nothing but it. */
export function withoutHooks(text: string, entries: readonly HookEntry[], file: string): string {
  let changed = text;
  for (const { name } of entries) {
    for (let place = placesOf(readJson(changed, file), name)[0]; place;) {
      const { event, group, index, alone } = place;
      const path = alone ? ['hooks', event, group] : ['hooks', event, group, 'hooks', index];
      changed = withoutValue(changed, path);
      if (groupsOf(readJson(changed, file), event)?.length === 0) {
        changed = withoutValue(changed, ['hooks', event]);
      }
      place = placesOf(readJson(changed, file), name)[0];
    }
  }
  if (changed === text) return text;
  const root = readJson(changed, file);
  const isEmpty =
    isObject(root) && isObject(root['hooks']) && Object.keys(root['hooks']).length === 0;
  return isEmpty ? withoutValue(changed, ['hooks']) : changed;
}

interface Place {
  readonly event: string;
  readonly group: number;
  readonly index: number;
  /** The group has no other command. */
  readonly alone: boolean;
}

function placesOf(root: unknown, name: string): readonly Place[] {
  const hooks = isObject(root) ? root['hooks'] : undefined;
  if (!isObject(hooks)) return [];
  return Object.keys(hooks).flatMap((event) =>
    (groupsOf(root, event) ?? []).flatMap((entry, group) => {
      const commands = isObject(entry) && Array.isArray(entry['hooks']) ? entry['hooks'] : [];
      return commands.flatMap((each: unknown, index): Place[] =>
        isObject(each) && String(each['command']).trim() === commandOf(name)
          ? [{ event, group, index, alone: commands.length === 1 }]
          : [],
      );
    }),
  );
}

function groupsOf(root: unknown, event: string): readonly unknown[] | null {
  const hooks = isObject(root) ? root['hooks'] : undefined;
  const groups = isObject(hooks) ? hooks[event] : undefined;
  return Array.isArray(groups) ? groups : null;
}

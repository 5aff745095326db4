/** What is made of the table of keys: dispatch, the footer's hints, the help screen and the README's table. */
import {
  keymap,
  type BindingDefinition,
  type CommandId,
  type KeyContext,
  type Scope,
} from './keymap/index.js';

export { keymap, scopes, type CommandId, type KeyContext, type Scope } from './keymap/index.js';

export const scopeTitles: Readonly<Record<Scope, string>> = {
  global: 'Everywhere',
  pane: 'In a pane',
  memory: 'In the memory',
  inbox: 'In the inbox',
  detail: 'In the detail view',
  prompt: 'While typing',
  picker: 'While choosing',
  confirm: 'When asked',
  reader: 'In texts',
  help: 'In the help',
  start: 'On the first screen',
};

export interface Binding extends BindingDefinition {
  readonly id: CommandId;
}

export const bindings: readonly Binding[] = Object.entries(keymap).map(([id, definition]) => ({
  ...(definition as BindingDefinition),
  id: id as CommandId,
}));

const byScopeAndKey = new Map<string, Binding>(
  bindings.flatMap((binding) =>
    binding.scopes.flatMap((scope) =>
      binding.keys.map((key): [string, Binding] => [`${scope} ${key}`, binding]),
    ),
  ),
);

/**
 * What a key does, looked up in the scopes in their order; null for nothing. Where several are bound to it the first one
 * that is not refused now counts, else the first.
 */
export function bindingFor(
  key: string,
  active: readonly Scope[],
  contextOf: (() => KeyContext) | null = null,
): Binding | null {
  const bound = active.flatMap((scope) => byScopeAndKey.get(`${scope} ${key}`) ?? []);
  const first = bound[0] ?? null;
  if (contextOf === null || bound.length < 2) return first;
  const context = contextOf();
  return bound.find(({ refusal }) => (refusal?.(context) ?? null) === null) ?? first;
}

export function labelOf({ label }: Binding, context: KeyContext): string {
  return typeof label === 'function' ? label(context) : label;
}

export interface KeyHint {
  readonly key: string;
  readonly label: string;
}

/**
 * The keys that work in these scopes now, those of the first scope first; each key once, for what it does. On the
 * screens of what waits for a person its answers come before everything else.
 */
export function hints(active: readonly Scope[], context: KeyContext): KeyHint[] {
  const found = hintedBindings(active, context);
  const isAnswer = ({ answersOn }: Binding): boolean =>
    answersOn?.includes(context.screen) ?? false;
  const ordered = [...found.filter(isAnswer), ...found.filter((binding) => !isAnswer(binding))];
  return ordered.map((binding) => ({
    key: keyName(binding.keys[0] ?? ''),
    label: labelOf(binding, context),
  }));
}

function hintedBindings(active: readonly Scope[], context: KeyContext): Binding[] {
  return active.flatMap((scope) =>
    bindings.filter(
      (binding) =>
        binding.hint &&
        binding.scopes.includes(scope) &&
        bindingFor(binding.keys[0] ?? '', active, () => context) === binding &&
        (binding.refusal?.(context) ?? null) === null,
    ),
  );
}

const displayNames: Readonly<Record<string, string>> = {
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  home: 'Home',
  end: 'End',
  enter: 'Enter',
  escape: 'Esc',
  tab: 'Tab',
  'shift+tab': 'Shift-Tab',
  ' ': 'Space',
};
const asciiNames: Readonly<Record<string, string>> = {
  ...displayNames,
  up: 'Up',
  down: 'Down',
  left: 'Left',
  right: 'Right',
};

/** A key as people write it: `Ctrl-D`, `PgUp`, `Esc`. */
export function keyName(key: string, ascii = false): string {
  const name = (ascii ? asciiNames : displayNames)[key];
  if (name) return name;
  return key.startsWith('ctrl+') ? `Ctrl-${key.slice(5).toUpperCase()}` : key;
}

/** The keys of a binding as people write them; the palette's where it has none of its own. */
export function keysText({ keys }: BindingDefinition, ascii = false): string {
  const own = keys.length > 0 ? keys : keymap.palette.keys.slice(0, 1);
  return own.map((key) => keyName(key, ascii)).join(' ');
}

export interface HelpSection {
  readonly title: string;
  readonly entries: readonly { readonly keys: string; readonly help: string }[];
}

/** The whole table for the help screen: each binding once, under the first of its scopes. */
export function helpSections(ascii = false): HelpSection[] {
  const order: readonly Scope[] = [
    'pane',
    'memory',
    'inbox',
    'detail',
    'global',
    'prompt',
    'picker',
    'confirm',
    'reader',
    'help',
    'start',
  ];
  return order.map((scope) => ({
    title: scopeTitles[scope],
    entries: bindings
      .filter((binding) => binding.scopes[0] === scope)
      .map((binding) => ({
        keys: keysText(binding, ascii),
        help: binding.help,
      })),
  }));
}

/** The table of keys in Markdown, for the README. */
export function keymapMarkdown(): string {
  const rows = helpSections().flatMap(({ title, entries }) =>
    entries.map(
      ({ keys, help }) =>
        `| ${keys
          .split(' ')
          .map((key) => `\`${key}\``)
          .join(' ')} | ${help} | ${title} |`,
    ),
  );
  return ['| Keys | What they do | Where |', '| --- | --- | --- |', ...rows, ''].join('\n');
}

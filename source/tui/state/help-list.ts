/** The keys as the help lists them: those that work where one is first, each with why it cannot be used now. */
import {
  bindings,
  keyName,
  labelOf,
  scopeTitles,
  type Binding,
  type KeyContext,
  type Scope,
} from '../keys.js';
import { searchWords } from '../spans.js';
import { scopes } from '../keymap/index.js';

export interface HelpItem {
  readonly binding: Binding;
  readonly section: string;
  readonly keys: string;
  readonly help: string;
  /** Why it does nothing now, in one sentence; null where it works. */
  readonly refusal: string | null;
}

/**
 * @param active the scopes where the help was opened, the nearest first
 * @param search words that a row must hold, all of them
 */
export function helpItems(
  active: readonly Scope[],
  search: string,
  context: KeyContext,
  ascii: boolean,
): readonly HelpItem[] {
  const words = searchWords(search);
  const order = [...active, ...scopes.filter((scope) => !active.includes(scope))];
  const told = new Set<Binding>();
  const items = order.flatMap((scope) =>
    bindings
      .filter((binding) => binding.scopes.includes(scope) && !told.has(binding))
      .map((binding): HelpItem => {
        told.add(binding);
        const isHere = active.includes(scope);
        return {
          binding,
          section: scopeTitles[scope],
          keys: binding.keys.map((key) => keyName(key, ascii)).join(' '),
          help: ascii ? binding.help.replaceAll('’', "'") : binding.help,
          refusal: isHere
            ? (binding.refusal?.(context) ?? null)
            : `This works elsewhere: ${scopeTitles[scope].toLowerCase()}.`,
        };
      }),
  );
  if (words.length === 0) return items;
  return items.filter(({ binding, section, keys, help }) => {
    const text = [keys, labelOf(binding, context), help, section].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

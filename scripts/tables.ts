/** The tables of the program as Markdown, for the marked parts of the README. */
import { commandGroups } from '../source/commands/definition.js';
import { usageOf } from '../source/commands/help.js';
import { commands } from '../source/commands/table.js';
import { errorHints } from '../source/domain/errors.js';
import {
  fieldHelp,
  groupKeys,
  listKinds,
  sortKeys,
  syntaxHelp,
} from '../source/search/filter-language/index.js';
import { keymapMarkdown } from '../source/tui/keys.js';

export function tables(): Readonly<Record<'keys' | 'commands' | 'errors' | 'filters', string>> {
  return {
    keys: keymapMarkdown(),
    commands: commandsMarkdown(),
    errors: errorsMarkdown(),
    filters: filtersMarkdown(),
  };
}

function filtersMarkdown(): string {
  const code = (text: string): string => `\`${text.replaceAll('|', '\\|')}\``;
  const syntax = syntaxHelp.map(([example, help]) => `| ${code(example)} | ${help} |`);
  const kinds = listKinds.flatMap((kind) => [
    ...['', `## In the ${kind}`, '', '| Field | Takes | What it looks at |', '| --- | --- | --- |'],
    ...fieldHelp(kind).map(({ name, aliases, values, help }) => {
      const names = [name, ...aliases].map(code).join(' ');
      return `| ${names} | ${values.slice(0, 10).map(code).join(' ')} | ${help} |`;
    }),
    ...[
      '',
      `Sorts: ${sortKeys(kind)
        .map((key) => code(key.name))
        .join(' ')}.`,
    ],
    ...(groupKeys(kind).length > 0
      ? [
          '',
          `Groups: ${groupKeys(kind)
            .map((key) => code(key.name))
            .join(' ')}.`,
        ]
      : []),
  ]);
  return ['| Typed | What it finds |', '| --- | --- |', ...syntax, ...kinds].join('\n');
}

function commandsMarkdown(): string {
  const rows = Object.entries(commandGroups).flatMap(([group, title]) =>
    [...commands]
      .filter(([, command]) => command.group === group && !command.hidden)
      .map(([name, command]) => `| \`${usageOf(name)}\` | ${command.summary} | ${title} |`),
  );
  return ['| Command | What it does | About |', '| --- | --- | --- |', ...rows].join('\n');
}

function errorsMarkdown(): string {
  const rows = Object.entries(errorHints).map(([code, hint]) => `| \`${code}\` | ${hint} |`);
  return ['| Code | What to do |', '| --- | --- |', ...rows].join('\n');
}

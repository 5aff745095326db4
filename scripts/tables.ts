/** The tables of the program as Markdown, for the marked parts of the README. */
import { commandGroups } from '../source/commands/definition.js';
import { usageOf } from '../source/commands/help.js';
import { commands } from '../source/commands/table.js';
import { errorHints } from '../source/domain/errors.js';
import { keymapMarkdown } from '../source/tui/keys.js';

export function tables(): Readonly<Record<'keys' | 'commands' | 'errors', string>> {
  return { keys: keymapMarkdown(), commands: commandsMarkdown(), errors: errorsMarkdown() };
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

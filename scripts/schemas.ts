/** The JSON Schemas of what the commands print, made from the types that their bodies are held to. */
import path from 'node:path';
import ts from 'typescript';
import { commands } from '../source/commands/table.js';
import { schemaOf, type Schema } from './type-schema.js';

const further: Readonly<Record<string, readonly [title: string, description: string]>> = {
  overview: ['flowdeck --json', 'What there is, where no terminal is.'],
  version: ['flowdeck --version --json', 'The version of the program.'],
  event: ['flowdeck events --follow --json', 'One line of many: an event as it is appended.'],
  error: ['standard error with --json', 'What went wrong, and what to do.'],
};

/** The texts of the files under `schema/`, by their names; commands that print no JSON have none. */
export function schemas(root: string): ReadonlyMap<string, string> {
  const { checker, answers, furtherAnswers, toolAnswers } = loadTypes(root);
  const files = new Map<string, string>();
  for (const [name, type] of propertiesOf(checker, furtherAnswers)) {
    const [title, description] = further[name] ?? [name, ''];
    const schema = schemaOf(checker, type, name);
    // An error says itself that it is none, and lines of a stream come without an outcome.
    const whole = name === 'event' || name === 'error' ? schema : withSuccess(schema);
    files.set(`${name}.json`, textOf(title, description, whole));
  }
  const tools = propertiesOf(checker, toolAnswers).map(
    ([name, type]) => [name, { type: 'object', ...schemaOf(checker, type, name) }] as const,
  );
  files.set('mcp-tools.json', `${JSON.stringify(Object.fromEntries(tools), null, 2)}\n`);
  const types = new Map(propertiesOf(checker, answers));
  for (const [name, { summary }] of commands) {
    const type = types.get(name);
    if (type === undefined || checker.typeToString(type) === 'object') {
      throw new Error(`${name}: nobody says what it prints; its table's Answers must.`);
    }
    if (type.flags & ts.TypeFlags.Never) continue;
    const schema = withSuccess(schemaOf(checker, type, name));
    files.set(schemaFile(name), textOf(`flowdeck ${name} --json`, `${summary}.`, schema));
  }
  return files;
}

export function schemaFile(command: string): string {
  return `${command.replaceAll(' ', '-')}.json`;
}

function loadTypes(root: string) {
  const configuration = ts.readConfigFile(path.join(root, 'tsconfig.json'), (file) =>
    ts.sys.readFile(file),
  );
  const { options } = ts.parseJsonConfigFileContent(
    { ...(configuration.config as object), include: [], files: [] },
    ts.sys,
    root,
  );
  const files = ['source/commands/table.ts', 'source/server/mcp/tools.ts'].map((file) =>
    path.join(root, file),
  );
  const program = ts.createProgram(files, options);
  const checker = program.getTypeChecker();
  const exported = files.flatMap((file) => {
    const source = program.getSourceFile(file);
    const module = source && checker.getSymbolAtLocation(source);
    return module ? checker.getExportsOfModule(module) : [];
  });
  const typeNamed = (name: string): ts.Type => {
    const symbol = exported.find((each) => each.name === name);
    if (symbol === undefined) throw new Error(`There is no type ${name}.`);
    return checker.getDeclaredTypeOfSymbol(symbol);
  };
  return {
    checker,
    answers: typeNamed('Answers'),
    furtherAnswers: typeNamed('FurtherAnswers'),
    toolAnswers: typeNamed('ToolAnswers'),
  };
}

function propertiesOf(checker: ts.TypeChecker, type: ts.Type): [name: string, type: ts.Type][] {
  return checker
    .getPropertiesOfType(type)
    .map((property) => [property.name, checker.getTypeOfSymbol(property)]);
}

/** The outcome stands first in every answer, whichever of its forms it has. */
function withSuccess(schema: Schema): Schema {
  if (schema.anyOf) return { type: 'object', anyOf: schema.anyOf.map(withSuccess) };
  return {
    ...schema,
    properties: { success: { const: true }, ...schema.properties },
    required: ['success', ...(schema.required ?? [])],
  };
}

function textOf(title: string, description: string, schema: Schema): string {
  const head = { $schema: 'https://json-schema.org/draft/2020-12/schema', title, description };
  return `${JSON.stringify({ ...head, ...schema }, null, 2)}\n`;
}

/** A TypeScript type as a JSON Schema; a type that JSON cannot hold is an error that names its place. */
import ts from 'typescript';

export interface Schema {
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly const?: string | number | boolean | null;
  readonly enum?: readonly (string | number | boolean | null)[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema | false;
  readonly prefixItems?: readonly Schema[];
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | false;
}

/** Deeper ones are recursive, which no answer is. */
const deepest = 20;

/** @param place what the type is of, for the errors */
export function schemaOf(checker: ts.TypeChecker, type: ts.Type, place: string): Schema {
  if (place.split('.').length > deepest) throw new Error(`${place}: the type is recursive.`);
  const { flags } = type;
  if (flags & ts.TypeFlags.Unknown) return {};
  if (flags & ts.TypeFlags.Null) return { type: 'null' };
  if (flags & ts.TypeFlags.BooleanLiteral) return { const: checker.typeToString(type) === 'true' };
  if (type.isStringLiteral() || type.isNumberLiteral()) return { const: type.value };
  if (flags & (ts.TypeFlags.String | ts.TypeFlags.TemplateLiteral)) return { type: 'string' };
  if (flags & ts.TypeFlags.Number) return { type: 'number' };
  if (type.isUnion()) return unionSchema(checker, type, place);
  if (checker.isTupleType(type)) return tupleSchema(checker, type as ts.TypeReference, place);
  if (checker.isArrayType(type)) {
    const [item] = checker.getTypeArguments(type as ts.TypeReference);
    if (item === undefined) throw new Error(`${place}: a list of nothing in particular.`);
    // A list that is always empty.
    if (item.flags & ts.TypeFlags.Never) return { type: 'array', maxItems: 0 };
    return { type: 'array', items: schemaOf(checker, item, `${place}.*`) };
  }
  if (isPlainObject(type)) return objectSchema(checker, type, place);
  throw new Error(`${place}: JSON has no ${checker.typeToString(type)}.`);
}

function unionSchema(checker: ts.TypeChecker, type: ts.UnionType, place: string): Schema {
  const schemas: Schema[] = [];
  const constants: NonNullable<Schema['enum']>[number][] = [];
  for (const part of type.types) {
    // What is left out when it is undefined is told by `required`.
    if (part.flags & ts.TypeFlags.Undefined) continue;
    const schema = schemaOf(checker, part, place);
    if (schema.const !== undefined) constants.push(schema.const);
    else schemas.push(schema);
  }
  const isBoolean = constants.includes(true) && constants.includes(false);
  // In an order of our own: the compiler's depends on what else of the program it met first.
  const words = constants
    .filter((each) => !isBoolean || typeof each !== 'boolean')
    .sort((one, other) => (String(one) < String(other) ? -1 : 1));
  const isBare = ({ type: name, ...rest }: Schema): boolean =>
    typeof name === 'string' && Object.keys(rest).length === 0;
  const bare = [...schemas.filter(isBare), ...(isBoolean ? [{ type: 'boolean' }] : [])]
    .map((schema) => String(schema.type))
    .sort((one, other) => Number(one === 'null') - Number(other === 'null'));
  const all: Schema[] = [
    ...schemas.filter((schema) => !isBare(schema)),
    ...(words.length > 1 ? [{ enum: words }] : words.map((word) => ({ const: word }))),
    ...(bare.length > 1 ? [{ type: bare }] : bare.map((name) => ({ type: name }))),
  ];
  const [first] = all;
  return all.length === 1 && first ? first : { anyOf: all };
}

function tupleSchema(checker: ts.TypeChecker, type: ts.TypeReference, place: string): Schema {
  const items = checker
    .getTypeArguments(type)
    .map((item, index) => schemaOf(checker, item, `${place}.${index}`));
  return { type: 'array', prefixItems: items, items: false, minItems: items.length };
}

function objectSchema(checker: ts.TypeChecker, type: ts.Type, place: string): Schema {
  const properties: Record<string, Schema> = {};
  const required: string[] = [];
  for (const property of checker.getPropertiesOfType(type)) {
    const { name } = property;
    const description = ts.displayPartsToString(property.getDocumentationComment(checker));
    properties[name] = {
      ...(description !== '' && { description: description.replace(/\s+/g, ' ') }),
      ...schemaOf(checker, checker.getTypeOfSymbol(property), `${place}.${name}`),
    };
    if (!(property.flags & ts.SymbolFlags.Optional)) required.push(name);
  }
  const further = checker.getIndexInfoOfType(type, ts.IndexKind.String);
  return {
    type: 'object',
    ...(Object.keys(properties).length > 0 && { properties }),
    ...(required.length > 0 && { required }),
    additionalProperties: further ? schemaOf(checker, further.type, `${place}.*`) : false,
  };
}

/** An object or a combination of some, and no function or class; what has methods fails at these. */
function isPlainObject(type: ts.Type): boolean {
  if (type.isIntersection()) return type.types.every(isPlainObject);
  const isObject = (type.flags & ts.TypeFlags.Object) !== 0 && !type.isClass();
  const signatures = [...type.getCallSignatures(), ...type.getConstructSignatures()];
  return isObject && signatures.length === 0;
}

/**
 * Where the handler of each call is. Groups are loaded when the first of their calls comes: a command that runs once
 * pays only for what it calls.
 */
import type { QueryName } from '../../domain/contract/calls.js';
import type { CommandHandlers, QueryHandlers, ServiceCommandName } from '../handlers.js';

/** What a call is about: `task` of `task.start`. */
type Subject<Name extends string> = Name extends `${infer Part}.${string}` ? Part : Name;
type About<Name extends string, Part extends string> = Extract<Name, Part | `${Part}.${string}`>;

const looking = () => import('./looking.js');
const tasks = () => import('./tasks.js');
const epics = () => import('./epics.js');
const history = () => import('./history.js');
const pipeline = () => import('./pipeline.js');
const coordination = () => import('./coordination.js');
const memory = () => import('./memory.js');
const upkeep = () => import('./upkeep.js');

/** A call without a handler does not compile. */
const commandGroups: {
  readonly [Part in Subject<ServiceCommandName>]: () => Promise<{
    readonly commands: CommandHandlers<About<ServiceCommandName, Part>>;
  }>;
} = {
  task: tasks,
  tasks,
  dependency: tasks,
  phase: tasks,
  heartbeat: tasks,
  tokens: tasks,
  epic: epics,
  checkpoint: epics,
  history,
  pipeline,
  check: pipeline,
  lock: coordination,
  gap: coordination,
  approval: coordination,
  message: coordination,
  note: coordination,
  memory,
  configuration: upkeep,
  stats: upkeep,
};
const queryGroups: {
  readonly [Part in Subject<QueryName>]: () => Promise<{
    readonly queries: QueryHandlers<About<QueryName, Part>>;
  }>;
} = {
  overview: looking,
  epics: looking,
  tasks: looking,
  task: looking,
  epic: looking,
  id: looking,
  ready: looking,
  totals: looking,
  events: looking,
  event: looking,
  changes: looking,
  news: looking,
  dependency: tasks,
  checkpoint: epics,
  history,
  pipeline,
  locks: coordination,
  gaps: coordination,
  approvals: coordination,
  approval: coordination,
  messages: coordination,
  inbox: coordination,
  agents: coordination,
  memory,
  search: memory,
  configuration: upkeep,
  health: upkeep,
  export: upkeep,
  stats: upkeep,
  tokens: upkeep,
  files: upkeep,
};

/** The handler of a command; undefined for a name that is none, for names come from other processes too. */
export async function commandHandler<Name extends ServiceCommandName>(
  name: Name,
): Promise<CommandHandlers[Name] | undefined> {
  const load = own(commandGroups, subjectOf(name));
  return load && own((await load()).commands as CommandHandlers, name);
}

/** The handler of a query, likewise. */
export async function queryHandler<Name extends QueryName>(
  name: Name,
): Promise<QueryHandlers[Name] | undefined> {
  const load = own(queryGroups, subjectOf(name));
  return load && own((await load()).queries as QueryHandlers, name);
}

/**
 * Loads every group, for a program that stays: it then needs no more files, whatever happens to the installation
 * meanwhile.
 */
export async function loadHandlers(): Promise<void> {
  const groups = [...Object.values(commandGroups), ...Object.values(queryGroups)];
  await Promise.all([...new Set<() => Promise<unknown>>(groups)].map((load) => load()));
}

function subjectOf<Name extends string>(name: Name): Subject<Name> {
  return name.split('.', 1)[0] as Subject<Name>;
}

function own<Table extends object, Key extends keyof Table>(
  table: Table,
  key: Key,
): Table[Key] | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

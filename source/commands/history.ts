/** The commands that take actions back, do them again and list them. */
import type { HistoryEntry } from '../domain/contract/triage-calls.js';
import { origins, type EntityKind, type Origin } from '../domain/vocabulary.js';
import type { Answer, CommandBody, CommandContext } from './definition.js';

export interface ReversedJson {
  /** The action that was taken back or done again. */
  readonly action: string;
  /** The action that did so. */
  readonly command_id: string;
  readonly label: string;
  readonly entities: readonly EntityJson[];
  readonly message: string;
}

export interface HistoryJson {
  /** The newest first. */
  readonly actions: readonly HistoryActionJson[];
  readonly count: number;
}

interface EntityJson {
  readonly kind: EntityKind;
  readonly id: string;
}

interface HistoryActionJson {
  readonly command_id: string;
  readonly at: string;
  readonly actor: string | null;
  readonly origin: Origin;
  readonly label: string;
  readonly entities: readonly EntityJson[];
  readonly state: 'done' | 'undone';
  /** Why it cannot be undone or done again. */
  readonly refusal: string | null;
}

const defaultLimit = 20;

export const undo: CommandBody<ReversedJson> = (context) =>
  reverse(context, 'history.undo', 'Undone');
export const redo: CommandBody<ReversedJson> = (context) =>
  reverse(context, 'history.redo', 'Done again');

export const history: CommandBody<HistoryJson> = async ({ project, invocation }) => {
  const { service } = await project.open();
  const origin = origins.find((each) => each === invocation.text('origin'));
  const actions = await service.query('history.list', {
    limit: invocation.integer('limit') ?? defaultLimit,
    ...(invocation.switch('mine') && { actor: await project.actor() }),
    ...(origin && { origin }),
  });
  return {
    json: { actions: actions.map(actionJson), count: actions.length },
    text: () => lines(actions),
  };
};

async function reverse(
  { project, invocation }: CommandContext,
  name: 'history.undo' | 'history.redo',
  verb: string,
): Promise<Answer<ReversedJson>> {
  const { service } = await project.open();
  const commandId = invocation.argument('ACTION');
  const result = await service.command(name, commandId === undefined ? {} : { commandId });
  const message = `${verb}: ${result.label}`;
  return {
    json: {
      action: result.of,
      command_id: result.commandId,
      label: result.label,
      entities: result.entities,
      message,
    },
    text: () => [message],
  };
}

function actionJson({ commandId, ...rest }: HistoryEntry): HistoryActionJson {
  return { command_id: commandId, ...rest };
}

function lines(actions: readonly HistoryEntry[]): readonly string[] {
  if (actions.length === 0) return ['Nothing was done yet.'];
  const actorOf = ({ actor, origin }: HistoryEntry): string => actor ?? origin;
  const width = Math.max(...actions.map((action) => actorOf(action).length));
  return actions.flatMap((action) => [
    [
      action.at,
      actorOf(action).padEnd(width),
      action.state.padEnd('undone'.length),
      action.commandId,
      action.label,
    ].join('  '),
    ...(action.refusal === null ? [] : [`    ${action.refusal}`]),
  ]);
}

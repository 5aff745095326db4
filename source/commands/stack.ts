/** The commands that say what the project is built with. */
import { configurationAt } from '../domain/configuration.js';
import type { CommandBody } from './definition.js';
import { parseObject, readInput } from './input.js';
import { oneLine } from './text.js';

export interface StackJson {
  /** Layers, each with its checks and what is known of it. */
  readonly stack: Readonly<Record<string, unknown>>;
}

export interface StackChangedJson extends StackJson {
  readonly message: string;
}

export const stackDetect: CommandBody<StackChangedJson> = async ({ project, invocation }) => {
  const { detectStack } = await import('../sources/stack.js');
  const stack = detectStack((await project.location()).root);
  const isEmpty = Object.keys(stack).length === 0;
  const dryRun = invocation.switch('dry-run');
  if (!isEmpty && !dryRun) {
    const { service } = await project.open();
    await service.command('configuration.set', { key: 'stack', value: stack });
  }
  const message = isEmpty
    ? 'No stack was recognised. Describe it with: flowdeck stack set --file FILE'
    : dryRun
      ? 'Recognised, and not kept'
      : 'Recognised and kept';
  return { json: { stack, message }, text: () => [message, ...stackLines(stack)] };
};

export const stackSet: CommandBody<StackChangedJson> = async ({ project, invocation, io }) => {
  const text = await readInput(io, invocation.requiredText('file'), '--file');
  const stack = parseObject(text, '--file');
  const { service } = await project.open();
  await service.command('configuration.set', { key: 'stack', value: stack });
  return {
    json: { stack, message: 'Stack kept' },
    text: () => ['Stack kept', ...stackLines(stack)],
  };
};

export const stackShow: CommandBody<StackJson> = async ({ project }) => {
  const { service } = await project.open();
  const stored = configurationAt(await service.query('configuration.stored', {}), 'stack');
  const stack = isObject(stored) ? stored : {};
  const lines = stackLines(stack);
  return {
    json: { stack },
    text: () =>
      lines.length > 0 ? lines : ['No stack is set up. Begin with: flowdeck stack detect'],
  };
};

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `layer.key: value` lines, however deep the value lies. */
function stackLines(value: unknown, prefix = ''): readonly string[] {
  if (!isObject(value)) {
    return [`${prefix}: ${typeof value === 'string' ? oneLine(value) : JSON.stringify(value)}`];
  }
  return Object.entries(value).flatMap(([key, inner]) =>
    stackLines(inner, prefix === '' ? key : `${prefix}.${key}`),
  );
}

/** The commands that close, reopen and archive epics. */
import type { EpicStatus } from '../domain/vocabulary.js';
import type { CommandBody, CommandContext } from './definition.js';
import { plural } from './text.js';

export interface EpicStatusJson {
  readonly id: string;
  readonly status: EpicStatus;
  readonly message: string;
}

export interface EpicClosedJson extends EpicStatusJson {
  /** Open gaps were not asked about. */
  readonly gaps_skipped: boolean;
  /** It is time to look back at what was learned. */
  readonly retro_suggested: true;
}

export interface EpicArchivedJson {
  readonly epic: string;
  readonly archive_dir: null;
  readonly moved: readonly never[];
  /** Of files that were moved. */
  readonly count: 0;
  readonly message: string;
}

export interface EpicUnarchivedJson {
  readonly epic: string;
  readonly archived: false;
  readonly message: string;
}

export interface EpicsCleanedJson {
  readonly archived: readonly string[];
  readonly count: number;
}

export const close: CommandBody<EpicClosedJson> = async (context) => {
  const skipGapCheck = context.invocation.switch('skip-gap-check');
  const { service } = await context.project.open();
  const { id, status } = await service.command('epic.close', {
    ...target(context),
    ...(skipGapCheck && { skipGapCheck }),
  });
  const message = `Epic ${id} closed`;
  return {
    json: { id, status, gaps_skipped: skipGapCheck, retro_suggested: true, message },
    text: () => [message],
  };
};

export const reopen: CommandBody<EpicStatusJson> = async (context) => {
  const { service } = await context.project.open();
  const { id, status } = await service.command('epic.reopen', target(context));
  const message = `Epic ${id} reopened`;
  return { json: { id, status, message }, text: () => [message] };
};

/** Nothing is moved: an archived epic stays in the database and is left out of lists. */
export const archive: CommandBody<EpicArchivedJson> = async (context) => {
  const { service } = await context.project.open();
  const { id } = await service.command('epic.archive', target(context));
  const message = `Epic ${id} archived`;
  return {
    json: { epic: id, archive_dir: null, moved: [], count: 0, message },
    text: () => [message],
  };
};

export const unarchive: CommandBody<EpicUnarchivedJson> = async (context) => {
  const { service } = await context.project.open();
  const { id } = await service.command('epic.unarchive', target(context));
  const message = `Epic ${id} taken out of the archive`;
  return { json: { epic: id, archived: false, message }, text: () => [message] };
};

export const clean: CommandBody<EpicsCleanedJson> = async ({ project }) => {
  const { service } = await project.open();
  const { archived } = await service.command('epic.clean', {});
  return {
    json: { archived, count: archived.length },
    text: () => [`Archived ${plural(archived.length, 'epic')}`, ...archived.map((id) => `  ${id}`)],
  };
};

function target({ invocation }: CommandContext): { readonly id: string; readonly force?: true } {
  return {
    id: invocation.requiredArgument('EPIC'),
    ...(invocation.switch('force') && { force: true }),
  };
}

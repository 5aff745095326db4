/** What an export writes, takes away and leaves out. */
import path from 'node:path';
import type { ImportedEpic, ImportedTask, ImportSet } from '../../domain/contract/import.js';
import type {
  ExportedEntity,
  ExportedEpic,
  ExportedTask,
} from '../../domain/contract/recovery-calls.js';
import { readText, statusOf } from '../../platform/files.js';
import { checkFlowDirectory } from '../flow-check.js';
import type { OwnFiles } from './own-files.js';
import {
  filesToMove,
  movedFiles,
  underIdsOfFiles,
  viewsUnderOldIds,
  type View,
} from './renamed.js';
import {
  newEpicFiles,
  newTaskFiles,
  renderEpic,
  renderTask,
  type FileTexts,
  type ReadFile,
  type SchemaVersion,
} from './render.js';

export interface ExportOptions {
  /** Only this epic and its tasks. */
  readonly epicId?: string;
  readonly dryRun: boolean;
  /** Also over what was changed both here and in the files. */
  readonly force: boolean;
  /** Files of renamed epics get the new names also where others wrote them. */
  readonly move: boolean;
  /** How new files are written; as the project has them without it. */
  readonly format?: 'json' | 'md';
}

export interface PlanInput {
  readonly flowDirectory: string;
  readonly view: Pick<ImportSet, 'epics' | 'tasks'>;
  /** All there are: what one waits for may be called otherwise in its files. */
  readonly epics: readonly ExportedEpic[];
  readonly tasks: readonly ExportedTask[];
  /** Paths of files that were changed on both sides. */
  readonly conflicts: ReadonlySet<string>;
  readonly own: OwnFiles;
  readonly options: ExportOptions;
}

export class Plan {
  readonly epics: readonly ExportedEpic[];
  readonly tasks: readonly ExportedTask[];
  readonly files = new Map<string, string>();
  /** Files of the old names, taken away once the new ones are written. */
  readonly removed: string[] = [];
  readonly skipped: { id: string; reason: string }[] = [];
  /** Sentences about what was done otherwise than expected. */
  readonly notes: string[] = [];
  readonly #input: PlanInput;
  readonly #schema: SchemaVersion;
  readonly #views: ReadonlyMap<string, View>;
  readonly #oldViews: ReadonlyMap<string, View>;
  /** Ids that the files go on using, by those of today. */
  readonly #idInFiles: ReadonlyMap<string, string>;
  readonly #read: ReadFile;

  constructor(input: PlanInput) {
    const { flowDirectory, view, epics, tasks, options } = input;
    this.#input = input;
    this.#schema = schemaOf(checkFlowDirectory(flowDirectory).schemaVersion, options.format);
    this.#views = new Map([...view.epics, ...view.tasks].map((each) => [each.id, each]));
    this.#oldViews = viewsUnderOldIds([...epics, ...tasks], [...view.epics, ...view.tasks]);
    this.#read = (file) => readText(path.join(flowDirectory, file));
    this.#idInFiles = this.#idsThatStay();
    this.epics = epics.filter(({ id }) => this.#isWanted(id));
    this.tasks = tasks.filter(({ fields }) => this.#isWanted(fields['epicId']));
    for (const epic of this.epics) {
      this.#add(epic, (each, found) =>
        found
          ? renderEpic(each, found as ImportedEpic, this.#read)
          : newEpicFiles(each, this.#schema),
      );
    }
    for (const task of this.tasks) {
      this.#add(task, (each, found) =>
        found
          ? renderTask(each, found as ImportedTask, this.#read)
          : newTaskFiles(each, this.#schema),
      );
    }
  }

  #isWanted(epicId: unknown): boolean {
    const only = this.#input.options.epicId;
    return only === undefined || only === epicId;
  }

  /** An epic moves with all of its tasks, or stays with them where others wrote any of the files. */
  #idsThatStay(): ReadonlyMap<string, string> {
    const { epics, tasks, options, own } = this.#input;
    const isOurs = (view: View): boolean =>
      filesToMove(view, this.#read).every((file) => own.holds(file, this.#read(file) ?? ''));
    const ids = new Map<string, string>();
    for (const epic of epics) {
      const parts = [epic, ...tasks.filter(({ fields }) => fields['epicId'] === epic.id)];
      const renamed = parts.flatMap(({ id }) => {
        const view = this.#views.has(id) ? undefined : this.#oldViews.get(id);
        return view === undefined ? [] : [[id, view] as const];
      });
      const isWanted = this.#isWanted(epic.id);
      if (isWanted && (options.move || renamed.every(([, view]) => isOurs(view)))) continue;
      for (const [id, view] of renamed) ids.set(id, view.id);
      if (!isWanted || renamed.length === 0) continue;
      this.notes.push(
        `${epic.id} stays in the files of ${ids.get(epic.id) ?? 'its old id'}, which others wrote; --move gives them the new name.`,
      );
    }
    return ids;
  }

  #add<Entity extends ExportedEntity>(
    found: Entity,
    render: (entity: Entity, view: View | undefined) => FileTexts | string,
  ): void {
    const entity = underIdsOfFiles(found, this.#idInFiles);
    const view = this.#views.get(entity.id);
    const old = this.#oldViews.get(found.id);
    const rendered = this.#refusal(entity, view ?? old) ?? render(entity, view ?? old);
    if (typeof rendered === 'string') {
      this.skipped.push({ id: found.id, reason: rendered });
      return;
    }
    if (view === undefined && old !== undefined) this.#move(entity, old, rendered);
    else this.#write(entity, rendered, view !== undefined);
    if (view !== undefined && old !== undefined && old.id !== view.id)
      this.#dropCopy(found.id, old);
  }

  #move(entity: ExportedEntity, old: View, changed: FileTexts): void {
    const { epicId } = entity.fields;
    const ids = { id: entity.id, epicId: typeof epicId === 'string' ? epicId : entity.id };
    const { texts, removed } = movedFiles(old, ids, changed, this.#read);
    if (this.#write(entity, texts, false)) this.removed.push(...removed);
  }

  /** What an interrupted export or somebody's merge left under the old id. */
  #dropCopy(id: string, old: View): void {
    const copies = filesToMove(old, this.#read);
    const { own } = this.#input;
    if (copies.every((file) => own.holds(file, this.#read(file) ?? '')))
      this.removed.push(...copies);
    else
      this.notes.push(
        `${copies.join(', ')} repeats ${id} under its old id; others wrote it, so it stays.`,
      );
  }

  /** @returns whether all of it can be written */
  #write({ id }: ExportedEntity, texts: FileTexts, isKnown: boolean): boolean {
    let isWhole = true;
    for (const [file, text] of texts) {
      if (this.#read(file) === text) continue;
      // A file that belongs to nobody is somebody's all the same.
      if (!isKnown && statusOf(path.join(this.#input.flowDirectory, file))) {
        this.skipped.push({ id, reason: `${file} is there and says something else` });
        isWhole = false;
      } else this.files.set(file, text);
    }
    return isWhole;
  }

  /** Why an entity is left out; null where it is not. */
  #refusal({ id, vanished }: ExportedEntity, view: View | undefined): string | null {
    const { options, conflicts } = this.#input;
    if (!/^[\w-]+(?:\.[\w-]+)*$/.test(id)) return 'its id can be no name of a file';
    if (vanished && view === undefined && options.epicId === undefined) {
      return 'its file was deleted; name its epic with --epic to write it again';
    }
    const isConflict = view?.files.some((file) => conflicts.has(file.path)) === true;
    return isConflict && !options.force
      ? 'it was changed here and in its file; --force writes what is here'
      : null;
  }
}

function schemaOf(found: number | null, format: ExportOptions['format']): SchemaVersion {
  if (format === 'md') return 1;
  if (found === 1) return format === 'json' ? 2 : 1;
  return found === 2 ? 2 : 3;
}

/** Epics and tasks whose files still carry the ids from before a rename: whether they move, and what they hold then. */
import type { ImportSet } from '../../domain/contract/import.js';
import type {
  ExportedEntity,
  ExportedEpic,
  RecordedFields,
} from '../../domain/contract/recovery-calls.js';
import { openDocument } from './document.js';
import { gapsFilesOf } from './gaps.js';
import type { FileTexts, ReadFile } from './render.js';

/** What the files say of an entity. */
export type View = ImportSet['epics'][number] | ImportSet['tasks'][number];

/** Only there files are called by the ids of what they hold. */
const namedById = /^(?:epics|specs|tasks|\.archive)\//;

export function filesNamedById({ files }: View): readonly string[] {
  return files.map(({ path }) => path).filter((file) => namedById.test(file));
}

/** All files that a rename concerns. */
export function filesToMove(view: View, readFile: ReadFile): readonly string[] {
  return [...filesNamedById(view), ...gapsFilesOf(view.id, readFile)];
}

/** By the id of today, what stands under the id of yesterday. */
export function viewsUnderOldIds(
  entities: readonly ExportedEntity[],
  views: readonly View[],
): ReadonlyMap<string, View> {
  const known = new Set(entities.map(({ id }) => id));
  const byFile = new Map(
    views
      .filter(({ id }) => !known.has(id))
      .flatMap((view) => filesNamedById(view).map((file) => [file, view] as const)),
  );
  return new Map(
    entities.flatMap(({ id, files }) => {
      const [view] = files.flatMap((file) => byFile.get(file) ?? []);
      return view === undefined ? [] : [[id, view] as const];
    }),
  );
}

/** The entity in the ids that the files go on using. */
export function underIdsOfFiles<Entity extends ExportedEntity & Partial<ExportedEpic>>(
  entity: Entity,
  idInFiles: ReadonlyMap<string, string>,
): Entity {
  if (idInFiles.size === 0) return entity;
  const idOf = (id: string): string => idInFiles.get(id) ?? id;
  const edgesOf = (edges: unknown): unknown =>
    Array.isArray(edges)
      ? edges.map((edge: string | { readonly id: string }) =>
          typeof edge === 'string' ? idOf(edge) : { ...edge, id: idOf(edge.id) },
        )
      : edges;
  const { epicId, dependencies } = entity.fields;
  const fields: RecordedFields = {
    ...entity.fields,
    ...(typeof epicId === 'string' && { epicId: idOf(epicId) }),
    dependencies: edgesOf(dependencies),
  };
  const gaps = entity.gaps?.map((gap) => ({ ...gap, taskId: gap.taskId && idOf(gap.taskId) }));
  return { ...entity, id: idOf(entity.id), fields, ...(gaps && { gaps }) };
}

/**
 * The files of an entity under its new id, with everything in them that flowdeck does not know.
 * @param changed what they are to hold where it differs from what they hold
 */
export function movedFiles(
  view: View,
  ids: { readonly id: string; readonly epicId: string },
  changed: FileTexts,
  readFile: ReadFile,
): { readonly texts: FileTexts; readonly removed: readonly string[] } {
  const files = filesToMove(view, readFile);
  const gaps = gapsFilesOf(view.id, readFile);
  const texts = new Map<string, string>();
  for (const file of files) {
    const text = changed.get(file) ?? readFile(file) ?? '';
    texts.set(
      replaceId(file, view.id, ids.id),
      gaps.includes(file) ? replaceId(text, view.id, ids.id) : withIds(text, file, view.id, ids),
    );
  }
  // A plan that had no file before gets one under the new id only.
  for (const [file, text] of changed) {
    if (!files.includes(file)) texts.set(replaceId(file, view.id, ids.id), text);
  }
  return { texts, removed: files };
}

function withIds(
  text: string,
  file: string,
  oldId: string,
  { id, epicId }: { readonly id: string; readonly epicId: string },
): string {
  const document = openDocument(text, file);
  if (document === null) return withHeading(text, oldId, id);
  const values: Readonly<Record<string, string>> = { id, epic: epicId, spec: epicId };
  const names = Object.entries(values).filter(([key]) => key in document.data);
  const places = ['spec_path', 'file_path'].flatMap((key) => {
    const place = document.data[key];
    return typeof place === 'string' ? [[key, replaceId(place, oldId, id)] as const] : [];
  });
  const changes = Object.fromEntries([...names, ...places]);
  return document.body === null
    ? document.write(changes)
    : document.write(changes, withHeading(document.body, oldId, id));
}

/** `# fn-1-old.2 Title` is how a text begins. */
function withHeading(text: string, oldId: string, id: string): string {
  return text.replace(/^#[ \t].*$/m, (heading) => replaceId(heading, oldId, id));
}

/** Whole ids only: `fn-1-a` is no part of `fn-1-a-b`. */
function replaceId(text: string, oldId: string, id: string): string {
  const pattern = oldId.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return text.replace(new RegExp(`(?<![\\w-])${pattern}(?![\\w-])`, 'g'), () => id);
}

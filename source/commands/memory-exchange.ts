/** The commands that make the memory ready, and bring entries in and out. */
import path from 'node:path';
import type { ImportFinding } from '../domain/contract/import.js';
import type { CommandOutput } from '../domain/contract/calls.js';
import type { MemoryState } from '../domain/contract/memory-calls.js';
import { memoryTypes } from '../domain/vocabulary.js';
import type { ExportedMemory, MemoryFormat } from '../sources/memory/render.js';
import type { Answer, CommandBody, CommandContext } from './definition.js';
import { readInput } from './input.js';
import { choiceOf, openMemory } from './memory-options.js';
import { compactJson } from './output.js';
import type { Opened } from './project.js';
import { fields } from './text.js';
import { UsageError } from './usage-error.js';

export interface MemoryInitJson {
  readonly enabled: boolean;
  readonly actions: readonly string[];
  readonly counts: MemoryState['byType'];
  readonly total: number;
  readonly total_refs: number;
  readonly stale: number;
  /** Entries that lie in the project's files and not in the database. */
  readonly in_files: number;
}

export interface MemoryImportJson {
  readonly source: string;
  readonly dry_run: boolean;
  readonly read: number;
  readonly added: number;
  readonly ids: readonly number[];
  readonly updated: readonly number[];
  readonly unchanged: number;
  readonly duplicates: number;
  readonly kept: readonly number[];
  readonly findings: readonly ImportFinding[];
}

export type MemoryExportJson =
  | {
      readonly format: MemoryFormat;
      readonly entries: readonly Readonly<Record<string, unknown>>[];
      readonly count: number;
    }
  | {
      readonly format: MemoryFormat;
      readonly output: string;
      /** The files that were written; those that were current are left out. */
      readonly files: readonly string[];
      readonly count: number;
      /** Entries of which the format cannot hold all. */
      readonly reduced: readonly number[];
    };

export type MemoryEmbeddedJson = CommandOutput<'memory.embed'>;

/** Turns the memory on, and tells what there is, in the database and in files that were not read yet. */
export const memoryInit: CommandBody<MemoryInitJson> = async ({ project }) => {
  const { service } = await project.open();
  const { changed, ...state } = await service.command('memory.initialise', {});
  const { flowDirectory } = await project.location();
  const waiting = await entriesInFiles(service, flowDirectory);
  const actions = changed ? ['set memory.enabled to true'] : [];
  return {
    json: {
      enabled: state.enabled,
      actions,
      counts: state.byType,
      total: state.total,
      total_refs: state.references,
      stale: state.stale,
      in_files: waiting,
    },
    text: () => [
      changed ? 'The memory is ready: it is turned on now' : 'The memory is ready',
      ...fields([
        [
          'Entries',
          `${state.total} (${memoryTypes.map((type) => `${state.byType[type]} ${type}s`).join(', ')})`,
        ],
        ['Stale', state.stale],
        [
          'In files',
          waiting > 0 ? `${waiting} more; read them with: flowdeck memory import` : null,
        ],
      ]),
    ],
  };
};

/** How many entries lie in the project's files and not in the database. */
async function entriesInFiles(
  service: Opened['service'],
  flowDirectory: string | null,
): Promise<number> {
  if (flowDirectory === null) return 0;
  const { readMemoryPath } = await import('../sources/memory/read.js');
  const { records } = await readMemoryPath(flowDirectory);
  const input = { entries: records, source: flowDirectory, dryRun: true };
  return (await service.command('memory.import', input)).added;
}

export const memoryImport: CommandBody<MemoryImportJson> = async (context) => {
  const { invocation, project } = context;
  const { service } = await openMemory(context);
  const named = invocation.argument('PATH');
  const { flowDirectory } = await project.location();
  const source = named ?? flowDirectory;
  if (source === null) throw new UsageError('There is no .flow directory here; name a PATH.');
  const { records, findings } = await readEntries(context, source);
  const dryRun = invocation.switch('dry-run');
  const report = await service.command('memory.import', {
    entries: records,
    source,
    update: invocation.switch('update'),
    dryRun,
  });
  return {
    json: {
      source,
      dry_run: dryRun,
      read: records.length,
      added: report.added,
      ids: report.ids,
      updated: report.updated,
      unchanged: report.unchanged,
      duplicates: report.duplicates,
      kept: report.kept,
      findings,
    },
    text: () => [
      ...fields([
        ['Source', source],
        ['Read', records.length],
        [dryRun ? 'Would add' : 'Added', report.added],
        [dryRun ? 'Would update' : 'Updated', report.updated.length],
        ['Known', report.unchanged],
        ['Said already', report.duplicates],
        ['Kept as here', keptText(report.kept)],
      ]),
      ...findings.map(findingLine),
    ],
  };
};

function keptText(kept: readonly number[]): string | null {
  if (kept.length === 0) return null;
  return `${kept.map((id) => `#${id}`).join(' ')}; --update takes what the files say`;
}

function findingLine({ severity, path: file, message }: ImportFinding): string {
  return `  ${severity}: ${file === null ? '' : `${file}: `}${message}`;
}

async function readEntries({ io }: CommandContext, source: string) {
  const { readMemoryLines, readMemoryPath } = await import('../sources/memory/read.js');
  if (source === '-') return readMemoryLines(await readInput(io, source, 'PATH'));
  return readMemoryPath(path.resolve(io.directory, source));
}

/** Without a place to write to, JSON lines go to standard output and no file is touched. */
export const memoryExport: CommandBody<MemoryExportJson> = async (context) => {
  const { invocation } = context;
  const format = (invocation.text('format') ?? 'jsonl') as MemoryFormat;
  const output = invocation.text('output');
  if (output === undefined && format !== 'jsonl') {
    throw new UsageError(
      `--format ${format} makes several files: name their folder with --output.`,
    );
  }
  const { service } = await openMemory(context);
  const entries = await service.query('memory.export', choiceOf(invocation));
  const { lineOf } = await import('../sources/memory/render.js');
  if (output === undefined && context.json) {
    return {
      json: { format, entries: entries.map(lineOf), count: entries.length },
      text: () => [],
    };
  }
  if (output === undefined) {
    // Not as lines of text, which lose what a terminal must not see: JSON can say all of it in escapes.
    for (const entry of entries) context.io.stdout.write(`${compactJson(lineOf(entry))}\n`);
    return null;
  }
  return writeEntries(context, entries, format, output);
};

async function writeEntries(
  { io, invocation }: CommandContext,
  entries: readonly ExportedMemory[],
  format: MemoryFormat,
  output: string,
): Promise<Answer<MemoryExportJson>> {
  const { renderLines, renderV1, renderV2 } = await import('../sources/memory/render.js');
  const { writeMemoryFiles } = await import('../sources/memory/write.js');
  const target = path.resolve(io.directory, output);
  const isFile = format === 'jsonl';
  const folder = isFile ? path.dirname(target) : target;
  const { files, reduced } = isFile
    ? { files: new Map([[path.basename(target), renderLines(entries)]]), reduced: [] }
    : format === 'v1'
      ? renderV1(entries)
      : renderV2(entries);
  const written = writeMemoryFiles(folder, files, { force: invocation.switch('force') });
  return {
    json: { format, output: target, files: written, count: entries.length, reduced },
    text: () => [
      ...fields([
        ['Written to', target],
        ['Entries', entries.length],
        ['Files', `${written.length} written, ${files.size - written.length} current already`],
        [
          'Reduced',
          reduced.length > 0
            ? `${reduced.length} hold more than this format can; jsonl keeps all`
            : null,
        ],
      ]),
    ],
  };
}

/** Makes the vectors that entries lack. */
export const memoryEmbed: CommandBody<MemoryEmbeddedJson> = async (context) => {
  const { io, invocation } = context;
  const limit = invocation.integer('limit');
  if (limit !== undefined && limit < 1)
    throw new UsageError(`--limit is at least 1, not ${limit}.`);
  const { database } = await openMemory(context);
  const { embedMemory, Meaning } = await import('../service/embedding.js');
  const meaning = new Meaning({ environment: io.environment });
  const interruption = new AbortController();
  const stopListening = io.onInterrupt(() => interruption.abort());
  try {
    const done = await embedMemory(
      database,
      meaning,
      { ...(limit !== undefined && { limit }) },
      { signal: interruption.signal },
    );
    return {
      json: { ...done },
      text: () => [
        ...fields([
          ['Model', done.model],
          ['Embedded', done.embedded],
          ['Refused', done.refused > 0 ? done.refused : null],
          ['Waiting', done.pending],
        ]),
      ],
    };
  } finally {
    stopListening();
    await meaning.close();
  }
};

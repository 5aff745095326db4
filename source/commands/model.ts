/** The commands about the model that search by meaning needs. */
import path from 'node:path';
import {
  findFiles,
  findModel,
  installModel,
  modelDirectory,
  removeModel,
  shippedModel,
  verifyFiles,
  type FilesStatus,
  type InstallOptions,
  type ModelStatus,
  type OnProgress,
} from '../memory/model/index.js';
import { isDirectory } from '../platform/files.js';
import type { CommandBody, CommandContext } from './definition.js';
import { progressDisplay } from './model-progress.js';
import { fields } from './text.js';

export type ModelStatusJson = ModelStateJson & {
  readonly name: string;
  readonly shared: boolean;
  readonly installed_at: string | null;
  /** With `--verify`: whether all files are what was installed; null where there is nothing to compare them with. */
  readonly verified?: boolean | null;
  readonly problems?: readonly string[] | null;
};

type ModelStateJson =
  | {
      readonly state: 'ready';
      readonly model: string;
      readonly path: string;
      readonly package_path: string;
    }
  | {
      readonly state: Exclude<ModelStatus['state'], 'ready'>;
      readonly reason: string;
      readonly hint: string;
      readonly path: string | null;
    };

export interface ModelInstalledJson {
  readonly model: string;
  readonly path: string;
  readonly package_path: string;
  /** False where it was there already. */
  readonly model_installed: boolean;
  readonly package_installed: boolean;
}

export interface ModelRemovedJson {
  readonly removed: readonly string[];
}

export interface ModelPathJson {
  readonly path: string;
  readonly exists: boolean;
}

export interface ModelCommands {
  readonly modelStatus: CommandBody<ModelStatusJson>;
  readonly modelInstall: CommandBody<ModelInstalledJson>;
  readonly modelRemove: CommandBody<ModelRemovedJson>;
  readonly modelPath: CommandBody<ModelPathJson>;
}

/** What tests put in place of the shipped model and of this machine's packages. */
export type ModelSurroundings = Omit<InstallOptions, 'environment' | 'from' | 'force' | 'signal'>;

export const { modelStatus, modelInstall, modelRemove, modelPath } = modelCommands({});

export function modelCommands(surroundings: ModelSurroundings): ModelCommands {
  const { definition = shippedModel } = surroundings;
  return {
    modelStatus: async ({ io, invocation }) => {
      const { environment } = io;
      const status = await findModel(environment, surroundings);
      const files = await findFiles(environment, definition);
      const verify = invocation.switch('verify');
      const problems = verify ? await problemsOf(files) : null;
      return {
        json: {
          ...statusJson(status, files),
          name: definition.name,
          ...(verify && { verified: problems && problems.length === 0, problems }),
        },
        text: () => [...statusLines(status, files), ...(verify ? verdict(problems) : [])],
        exitCode: problems !== null && problems.length > 0 ? 1 : 0,
      };
    },

    modelInstall: async (context) => {
      const { io, invocation } = context;
      const from = invocation.text('from');
      const report = await withDisplay(context, (onProgress, signal) =>
        installModel({
          ...surroundings,
          environment: io.environment,
          from: from === undefined ? undefined : path.resolve(io.directory, from),
          force: invocation.switch('force'),
          onProgress,
          signal,
        }),
      );
      const { modelId, directory, packageDirectory, modelInstalled, packageInstalled } = report;
      return {
        json: {
          model: modelId,
          path: directory,
          package_path: packageDirectory,
          model_installed: modelInstalled,
          package_installed: packageInstalled,
        },
        text: () => [
          modelInstalled || packageInstalled
            ? `Search by meaning is ready: ${modelId}`
            : `The model was there already: ${modelId}`,
          ...fields([
            ['Model', directory],
            ['Package', packageDirectory],
          ]).map((line) => `  ${line}`),
        ],
      };
    },

    modelRemove: async ({ io }) => {
      const { removed } = await removeModel(io.environment, definition);
      return {
        json: { removed },
        text: () =>
          removed.length > 0
            ? removed.map((file) => `Removed ${file}`)
            : ['There was nothing to remove.'],
      };
    },

    modelPath: ({ io }) => {
      const directory = modelDirectory(io.environment, definition);
      return Promise.resolve({
        json: { path: directory, exists: isDirectory(directory) },
        text: () => [directory],
      });
    },
  };
}

/** Shows the progress, unless the answer is to be JSON, and lets an interruption end the work in order. */
async function withDisplay<Result>(
  { io, json, ascii }: CommandContext,
  work: (onProgress: OnProgress, signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const display = progressDisplay(io.stderr, { ascii, now: Date.now });
  const interruption = new AbortController();
  const stop = io.onInterrupt(() => interruption.abort());
  try {
    const onProgress: OnProgress = (progress) => {
      if (!json) display.report(progress);
    };
    return await work(onProgress, interruption.signal);
  } finally {
    stop();
    if (!json) display.end();
  }
}

/** Null where there is nothing to compare the files with. */
async function problemsOf(files: FilesStatus): Promise<readonly string[] | null> {
  return files.state === 'ready' ? verifyFiles(files) : [files.reason];
}

function verdict(problems: readonly string[] | null): readonly string[] {
  if (problems === null) return ['There is no manifest to compare the files with.'];
  if (problems.length === 0) return ['All files are what was installed.'];
  return problems.map((problem) => `  ${problem}.`);
}

function statusJson(
  status: ModelStatus,
  files: FilesStatus,
): Omit<ModelStatusJson, 'name'> & ModelStateJson {
  const manifest = files.state === 'ready' ? files.manifest : null;
  const about = { shared: files.shared, installed_at: manifest?.installedAt ?? null };
  return status.state === 'ready'
    ? {
        state: status.state,
        model: status.modelId,
        path: status.directory,
        package_path: status.packageDirectory,
        ...about,
      }
    : {
        state: status.state,
        reason: status.reason,
        hint: status.hint,
        path: files.directory,
        ...about,
      };
}

function statusLines(status: ModelStatus, files: FilesStatus): readonly string[] {
  const manifest = files.state === 'ready' ? files.manifest : null;
  const copy = files.shared ? `${String(files.directory)} (shared)` : files.directory;
  if (status.state !== 'ready') {
    return [...fields([['State', stateWords[status.state]]]), `${status.reason}.`, status.hint];
  }
  return fields([
    ['State', stateWords.ready],
    ['Model', status.modelId],
    ['Directory', copy],
    ['Package', status.packageDirectory],
    ['Source', manifest?.source ?? null],
    ['Installed', manifest?.installedAt ?? null],
  ]);
}

const stateWords: Readonly<Record<ModelStatus['state'], string>> = {
  ready: 'ready',
  missing: 'not installed',
  damaged: 'damaged',
  package_missing: 'package missing',
  offline: 'not installed, offline',
};

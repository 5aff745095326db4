/** The commands of the model for search by meaning; part of the table that is loaded at every start. */
import type { CommandTable } from '../definition.js';
import type {
  ModelInstalledJson,
  ModelPathJson,
  ModelRemovedJson,
  ModelStatusJson,
} from '../model.js';

/** What each prints with `--json`. */
interface ModelAnswers {
  readonly 'model status': ModelStatusJson;
  readonly 'model install': ModelInstalledJson;
  readonly 'model remove': ModelRemovedJson;
  readonly 'model path': ModelPathJson;
}

export const modelTable: CommandTable<ModelAnswers> = {
  'model status': {
    summary: 'Say whether search by meaning is possible, and what it lacks',
    group: 'memory',
    flags: {
      verify: {
        type: 'switch',
        summary: 'Read all files and compare them with what was installed',
      },
    },
    example: 'flowdeck model status --verify',
    load: async () => (await import('../model.js')).modelStatus,
  },
  'model install': {
    summary: 'Fetch the model for search by meaning (about 80 MB) and what runs it',
    group: 'memory',
    flags: {
      from: {
        type: 'text',
        value: 'PATH',
        summary: 'Use the archive or the directory of its files there instead of fetching it',
      },
      force: { type: 'switch', summary: 'Install the model again where it is there already' },
    },
    example: 'flowdeck model install',
    load: async () => (await import('../model.js')).modelInstall,
  },
  'model remove': {
    summary: 'Remove the model and what runs it; a shared copy stays',
    group: 'memory',
    example: 'flowdeck model remove',
    load: async () => (await import('../model.js')).modelRemove,
  },
  'model path': {
    summary: 'Print where the model is or would be',
    group: 'memory',
    example: 'flowdeck model path',
    load: async () => (await import('../model.js')).modelPath,
  },
};

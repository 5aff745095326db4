export { shippedModel, type ModelDefinition } from './definition.js';
export { findModel, findFiles, type FindOptions, type ModelStatus } from './find.js';
export {
  installModel,
  modelDirectory,
  removeModel,
  verifyFiles,
  type InstallOptions,
  type InstallReport,
} from './install.js';
export type { InstallProgress, OnProgress } from './progress.js';
export type { FilesStatus } from './files-status.js';

/** Settings, health, figures and what is written out. */
import { configurationCommands, configurationQueries } from '../configuration.js';
import { exportQueries } from '../export.js';
import { healthQueries } from '../health.js';
import { statsCommands, statsQueries } from '../stats.js';

export const commands = { ...configurationCommands, ...statsCommands };
export const queries = {
  ...configurationQueries,
  ...healthQueries,
  ...exportQueries,
  ...statsQueries,
};

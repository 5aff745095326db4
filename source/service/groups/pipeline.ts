/** The pipeline of an epic and its gates. */
import { phases } from '../phases.js';
import { pipelineCommands, pipelineQueries } from '../pipeline.js';

export const commands = { ...phases, ...pipelineCommands };
export const queries = pipelineQueries;

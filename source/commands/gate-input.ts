/** What the environment and the working tree tell a gate of the pipeline. */
import path from 'node:path';
import type { GateInput } from '../domain/contract/pipeline-calls.js';
import { FlowdeckError } from '../domain/errors.js';
import { readText } from '../platform/files.js';
import type { CommandContext } from './definition.js';
import type { Service } from './ids.js';
import { readInvariants } from './invariants-file.js';
import { reviewChoice } from './review-choice.js';

/** @throws FlowdeckError `pipeline.receipt_invalid` where the receipt names a file that cannot be read */
export async function gateInput(
  { io, project }: Pick<CommandContext, 'io' | 'project'>,
  service: Service,
  receipt?: Readonly<Record<string, unknown>>,
): Promise<GateInput> {
  const choice = await reviewChoice({ io, project }, service);
  if (choice.warning !== null) io.stderr.write(`Warning: ${choice.warning}\n`);
  const { root } = await project.location();
  return {
    reviewBackend: choice.backend === 'ASK' ? null : choice.backend,
    hasInvariants: (await readInvariants(project)).invariants.length > 0,
    ...(receipt !== undefined && { requirements: requirementsOf(root, receipt) }),
  };
}

/** The text of the file that a receipt calls its artifact, named from the top of the repository. */
function requirementsOf(
  root: string,
  { requirements, artifact }: Readonly<Record<string, unknown>>,
): string {
  if (typeof requirements === 'string' && requirements.includes('\n')) return requirements;
  const named = artifact ?? requirements;
  if (typeof named !== 'string') return '';
  const text = readText(path.resolve(root, named));
  if (text !== null) return text;
  throw new FlowdeckError(
    'pipeline.receipt_invalid',
    `The receipt names ${named.slice(0, 200)}, which cannot be read.`,
  );
}

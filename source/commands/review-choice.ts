/** Which program reviews here. */
import { configurationValue } from '../domain/configuration.js';
import { chooseReview, type ReviewChoice } from '../domain/reviews.js';
import { hasProgram } from '../platform/programs.js';
import type { CommandContext } from './definition.js';
import type { Service } from './ids.js';

export async function reviewChoice(
  { io, project }: Pick<CommandContext, 'io' | 'project'>,
  service: Service | null,
): Promise<ReviewChoice> {
  const stored = service === null ? {} : await service.query('configuration.stored', {});
  const { root } = await project.location();
  return chooseReview(
    io.environment['FLOW_REVIEW_BACKEND'],
    configurationValue(stored, 'review.backend'),
    (program) => hasProgram(program, { directory: root, environment: io.environment }),
  );
}

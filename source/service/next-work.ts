import type { QueryInput, QueryOutput } from '../domain/contract/calls.js';
import { nextWork, type NextQuestion, type NextWork } from '../domain/next-work.js';

type Query = <Name extends 'epics.list' | 'tasks.list' | 'id.resolve'>(
  name: Name,
  input: QueryInput<Name>,
) => Promise<QueryOutput<Name>>;

export type NextChoice = Pick<
  NextQuestion,
  'actor' | 'epicIds' | 'requirePlanReview' | 'requireCompletionReview'
>;

/**
 * What somebody is to do next in the project as it stands.
 * @param choice its epics may be named as people type them
 */
export async function findNextWork(query: Query, choice: NextChoice): Promise<NextWork> {
  let epicIds: string[] | undefined;
  if (choice.epicIds) {
    epicIds = [];
    for (const id of choice.epicIds) epicIds.push((await query('id.resolve', { id })).id);
  }
  return nextWork({
    ...choice,
    epicIds,
    epics: await query('epics.list', { includeArchived: true }),
    tasks: await query('tasks.list', {}),
  });
}

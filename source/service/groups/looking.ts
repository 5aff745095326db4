/** What is there: overviews, lists, details and what changed. */
import { newsQueries } from '../news.js';
import { queries as readModels } from '../queries.js';

export const queries = { ...readModels, ...newsQueries };

import { listNews } from '../store/repositories/news.js';
import type { QueryHandlers } from './handlers.js';

export const newsQueries: QueryHandlers<'news.list'> = {
  'news.list': ({ reader }, { afterId, exceptActor }) => listNews(reader, afterId, exceptActor),
};

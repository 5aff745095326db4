/** The calls that say how a project is. */
import type { EpicValidation } from '../validation.js';

export interface HealthQueries {
  /** One epic, or all that are not archived. */
  'health.validate': {
    input: { readonly epicId?: string };
    output: readonly EpicValidation[];
  };
}

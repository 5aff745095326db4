/** The language in which every list is filtered, with its orders and groups. */
export {
  sortRows,
  groupKeys,
  groupRows,
  sortKeys,
  type RowGroup,
  type Sorting,
} from './arrange.js';
export { compileFilter, filterRows, type RowFilter } from './compile.js';
export {
  collectValues,
  completeFilter,
  quote,
  type FilterCandidate,
  type FilterValues,
} from './complete.js';
export { listKinds } from './definition.js';
export type {
  FilterContext,
  FilterRows,
  GroupKey,
  ListKind,
  SortKey,
  ValueSource,
} from './definition.js';
export { fieldHelp, syntaxHelp, type FieldHelp } from './help.js';
export {
  parseFilter,
  type Filter,
  type FilterError,
  type FilterTerm,
  type FilterWord,
} from './parse.js';
export { splitFilters, type SplitText } from './split.js';

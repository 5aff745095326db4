/**
 * Where a project is: found from the working directory without spawning git.
 */
export interface ProjectLocation {
  /** The git top level, else the directory that holds `.flow`, else the directory asked about. */
  readonly root: string;
  /** The `.flow` directory; null where there is none. */
  readonly flowDirectory: string | null;
  /** `<git common dir>`; null outside git. */
  readonly gitCommonDirectory: string | null;
  /** Live state of other tools, `<git common dir>/flow-state` or what FLOW_STATE_DIR names; null outside git. */
  readonly stateDirectory: string | null;
  /** Where the database is or would be. */
  readonly databasePath: string;
  /** True when the database file is there. */
  readonly databaseExists: boolean;
}

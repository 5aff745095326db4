/** The calls about the configuration of a project. */

export interface ConfigurationCommands {
  /**
   * Sets a key and everything below it. Null gives the default back.
   * @throws `configuration.invalid` where a key above or below has a value of its own
   */
  'configuration.set': {
    input: { readonly key: string; readonly value: unknown };
    output: { readonly key: string; readonly value: unknown; readonly changed: boolean };
  };
}

export interface ConfigurationQueries {
  /** What is stored, by dotted key; defaults are not among it. */
  'configuration.stored': {
    input: Readonly<Record<string, never>>;
    output: Readonly<Record<string, unknown>>;
  };
}

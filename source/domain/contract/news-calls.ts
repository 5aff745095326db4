/** What happened since somebody last looked: the ground of unread marks. */

/** Who or what it is about, with the last event that is. */
export interface News {
  readonly tasks: readonly {
    readonly id: string;
    readonly epicId: string | null;
    readonly event: number;
  }[];
  /** Events of the epics themselves, not of their tasks. */
  readonly epics: readonly { readonly id: string; readonly event: number }[];
  readonly actors: readonly { readonly id: string; readonly event: number }[];
}

export interface NewsQueries {
  /** The last event about each task, epic and actor after one, without one's own and without mere details. */
  'news.list': {
    input: { readonly afterId: number; readonly exceptActor: string };
    output: News;
  };
}

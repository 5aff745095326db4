/** What the demo's scenario is made of. */
import type { ApprovalKind } from '../../domain/vocabulary.js';

export interface DemoTask {
  /** Number inside the epic. */
  readonly number: number;
  readonly title: string;
  readonly domain: string;
  readonly dependsOn?: readonly number[];
  /** One sentence for the description. */
  readonly about: string;
  readonly files?: readonly string[];
  readonly priority?: number;
  /** How it stands when the demo begins; todo without it. `hinted`: todo, though its text says it is finished. */
  readonly begins?: 'done' | 'hinted';
  readonly script?: DemoScript;
}

/** What happens to an agent on its way through a task, besides finishing it. */
export interface DemoScript {
  /** Before completing this phase the task is blocked, and unblocked a while later. */
  readonly blocks?: { readonly phase: string; readonly reason: string };
  /** Before completing this phase the first attempt fails. */
  readonly fails?: { readonly phase: string; readonly reason: string };
  /** In this phase it asks for leave and waits for the answer. */
  readonly asks?: {
    readonly phase: string;
    readonly question: string;
    readonly kind: ApprovalKind;
    readonly payload?: Readonly<Record<string, unknown>>;
  };
  /** In this phase nothing is heard of it for a while. */
  readonly falls?: { readonly silentIn: string };
  /** What its review finds. */
  readonly finds?: string;
  readonly remembers?: DemoMemory;
  readonly tdd?: boolean;
  readonly review?: string;
}

export interface DemoMemory {
  readonly type: 'pitfall' | 'convention' | 'decision';
  readonly content: string;
  readonly module?: string;
  readonly severity?: string;
}

export interface DemoEpic {
  readonly title: string;
  readonly about: string;
  /** Written as files and imported, where hints come from; the others are made by calls. */
  readonly imported?: boolean;
  readonly tasks: readonly DemoTask[];
}

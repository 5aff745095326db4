/** What a person wants done beyond the life of one task, as plain data: editing, many at once, epics, undo, memory. */
import type { MemoryPatch } from '../../domain/contract/memory-calls.js';
import type { BatchItem, BatchOperation } from '../../domain/contract/triage-calls.js';

/** A field that is typed or picked as one text; an empty one clears it where that is possible. */
export type EditField = 'title' | 'priority' | 'assignee' | 'domain' | 'branchName';
export type EpicOperation = 'close' | 'reopen' | 'archive' | 'unarchive' | 'accept' | 'replay';
/** Fields of an entry that are typed as one text; tags are separated by blanks or commas. */
export type MemoryField = Exclude<keyof MemoryPatch, 'related'>;

export type TriageIntent =
  /** One operation on many tasks. `text` is null until it was asked for. */
  | {
      readonly type: 'apply';
      readonly operation: BatchOperation;
      readonly items: readonly BatchItem[];
      readonly takeOver: boolean;
      readonly text: string | null;
    }
  | {
      readonly type: 'edit';
      readonly entity: 'task' | 'epic';
      readonly items: readonly BatchItem[];
      readonly field: EditField;
      readonly value: string;
    }
  | {
      readonly type: 'dependencies';
      readonly entity: 'task' | 'epic';
      readonly id: string;
      readonly expectedVersion: number;
      readonly before: readonly string[];
      readonly dependsOn: readonly string[];
    }
  | {
      readonly type: 'split';
      readonly id: string;
      readonly expectedVersion: number;
      /** As typed: titles separated by `|`. */
      readonly titles: string;
      /** Null until it was asked whether each part waits for the one before. */
      readonly chain: boolean | null;
    }
  | {
      readonly type: 'epic';
      readonly operation: EpicOperation;
      readonly id: string;
      readonly expectedVersion: number;
      /** Somebody was told what stands in the way. */
      readonly force: boolean;
    }
  /** Without a command it is the last action that can be taken back, or done again. */
  | {
      readonly type: 'undo' | 'redo';
      readonly commandId: string | null;
      /** Whether the cursor is to follow to what changed. */
      readonly follow: boolean;
    }
  | { readonly type: 'addMemory'; readonly kind: string; readonly content: string }
  | {
      readonly type: 'editMemory';
      readonly id: number;
      readonly expectedVersion: number;
      readonly field: MemoryField;
      readonly value: string;
    }
  | { readonly type: 'verifyMemory'; readonly id: number; readonly expectedVersion: number }
  | { readonly type: 'deleteMemory'; readonly id: number; readonly expectedVersion: number }
  | { readonly type: 'insertReference'; readonly taskId: string; readonly memoryId: number };

const types: Readonly<Record<TriageIntent['type'], true>> = {
  apply: true,
  edit: true,
  dependencies: true,
  split: true,
  epic: true,
  undo: true,
  redo: true,
  addMemory: true,
  editMemory: true,
  verifyMemory: true,
  deleteMemory: true,
  insertReference: true,
};

export function isTriageIntent(intent: { readonly type: string }): intent is TriageIntent {
  return Object.hasOwn(types, intent.type);
}

/** The titles of a split as they were typed: one a line, or with `|` between them. */
export function splitTitles(text: string): string[] {
  return text
    .split(/[|\r\n]+/)
    .map((title) => title.trim())
    .filter((title) => title !== '');
}

/** Why a typed text cannot be taken; null where it can. */
export function textRefusal(intent: TriageIntent, text: string): string | null {
  if (intent.type === 'split') {
    return splitTitles(text).length < 2 ? 'Give at least two titles, with | between them.' : null;
  }
  if (intent.type === 'edit' && intent.field === 'priority') {
    return text === '' || /^-?\d{1,9}$/.test(text)
      ? null
      : `A priority is a whole number, not ${text}.`;
  }
  return null;
}

/** The intent with what was typed or picked for it. */
export function withTriageText(intent: TriageIntent, text: string): TriageIntent {
  switch (intent.type) {
    case 'apply':
      return { ...intent, text };
    case 'edit':
    case 'editMemory':
      return { ...intent, value: text };
    case 'split':
      return { ...intent, titles: text };
    case 'addMemory':
      return { ...intent, content: text };
    case 'dependencies':
    case 'epic':
    case 'undo':
    case 'redo':
    case 'verifyMemory':
    case 'deleteMemory':
    case 'insertReference':
      return intent;
  }
}

/** The hooks of agents' programs; part of the table that is loaded at every start. */
import type { CommandTable } from '../definition.js';

/** They speak the protocol of whoever calls them: JSON on standard input, 2 to block. */
interface HooksAnswers {
  readonly 'hook commit-gate': never;
  readonly 'hook pre-compact': never;
  readonly 'hook subagent-context': never;
  readonly 'hook task-completed': never;
  readonly 'hook auto-memory': never;
}

export const hooksTable: CommandTable<HooksAnswers> = {
  'hook commit-gate': {
    summary: 'Block a commit while tasks run and the guard was not seen to pass',
    group: 'integration',
    example: 'flowdeck hook commit-gate',
    load: async () => (await import('../hooks/commit-gate.js')).commitGate,
  },
  'hook pre-compact': {
    summary: 'Say how the work stands before a conversation is shortened',
    group: 'integration',
    example: 'flowdeck hook pre-compact',
    load: async () => (await import('../hooks/context.js')).preCompact,
  },
  'hook subagent-context': {
    summary: 'Say how the work stands to an agent that begins',
    group: 'integration',
    example: 'flowdeck hook subagent-context',
    load: async () => (await import('../hooks/context.js')).subagentContext,
  },
  'hook task-completed': {
    summary: 'Give back the files of a task that a team reports as completed',
    group: 'integration',
    example: 'flowdeck hook task-completed',
    load: async () => (await import('../hooks/task-completed.js')).taskCompleted,
  },
  'hook auto-memory': {
    summary: 'Remember what was learnt in a session that ends',
    group: 'integration',
    example: 'flowdeck hook auto-memory',
    load: async () => (await import('../hooks/auto-memory.js')).autoMemory,
  },
};

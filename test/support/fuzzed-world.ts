/** What a store would answer to a fuzzed cockpit: rows that name what there is, with texts that nobody would write. */
import type { AgentRow, InboxItem } from '../../source/domain/contract/coordination-calls.js';
import type { EventRow, SearchHit, TaskRow } from '../../source/domain/contract/rows.js';
import type { HistoryEntry } from '../../source/domain/contract/triage-calls.js';
import { eventKinds, inboxKinds, type EventKind } from '../../source/domain/vocabulary.js';
import type { ProjectData } from '../../source/tui/state/project-data.js';
import { pick } from './fuzz-inputs.js';

export const hostile = [
  '',
  '漢字'.repeat(80),
  '\u001b[2J\u0007 bell',
  '\u202eback',
  'a\nb\tc',
  '👩‍👩‍👧'.repeat(9),
];

const actors = ['ada@example.com', 'bob@example.com', ...hostile.slice(1)];
const kinds = Object.keys(eventKinds) as EventKind[];
/** Before the time that the cockpit shows, behind it, and none at all. */
const times = ['2026-03-27T11:00:00.000Z', '2026-03-28T12:00:00.000Z', 'yesterday'];

export class FuzzedWorld {
  readonly #tasks: readonly TaskRow[];
  readonly #random: () => number;
  #event = 0;

  constructor({ tasksByEpic, cursor }: ProjectData, random: () => number) {
    this.#tasks = [...tasksByEpic.values()].flat();
    this.#random = random;
    this.#event = cursor.event;
  }

  inbox(): InboxItem[] {
    return inboxKinds.flatMap((kind) =>
      this.#some(3, (index): InboxItem => {
        const task = this.#task();
        return {
          key: `${kind} ${task.id} ${index}`,
          kind,
          epicId: task.epicId,
          taskId: this.#random() < 0.8 ? task.id : null,
          title: this.#text(),
          detail: this.#text(),
          actor: this.#actor(),
          since: this.#time(),
          version: task.version,
          subjectId: this.#random() < 0.5 ? 'apv-1' : null,
          taskIds: this.#some(3, () => this.#task().id),
        };
      }),
    );
  }

  agents(): AgentRow[] {
    return this.#some(6, (index): AgentRow => {
      const task = this.#random() < 0.8 ? this.#task() : null;
      const actor = this.#actor() ?? 'nobody';
      return {
        key: `${actor} ${task?.id ?? ''} ${index}`,
        actor,
        taskId: task?.id ?? null,
        epicId: task?.epicId ?? null,
        title: task && this.#text(),
        version: task?.version ?? null,
        phase: { id: '1', title: this.#text(), startedAt: this.#time(), completed: 1, total: 3 },
        claimedAt: this.#time(),
        lastHeartbeat: this.#random() < 0.5 ? this.#time() : null,
        workerPid: 1,
        tokens: 1_234_567_890,
        costUsd: 98_765.4321,
        lastEvent: this.event(),
        locks: this.#some(3, () => this.#text()),
        unreadMessages: 1_000,
      };
    });
  }

  history(): HistoryEntry[] {
    return this.#some(9, (index): HistoryEntry => ({
      commandId: `command-${index}`,
      at: this.#time(),
      actor: this.#actor(),
      origin: 'cockpit',
      label: this.#text(),
      entities: [{ kind: 'task', id: this.#task().id }],
      state: pick(this.#random, ['done', 'undone'] as const),
      refusal: pick(this.#random, [null, this.#text()]),
    }));
  }

  event(): EventRow {
    const task = this.#task();
    this.#event += 1;
    return {
      id: this.#event,
      timestamp: this.#time(),
      kind: pick(this.#random, kinds),
      entityKind: pick(this.#random, ['task', 'epic', 'memory', 'lock', 'gap', 'agent'] as const),
      entityId: pick(this.#random, [task.id, this.#text()]),
      epicId: task.epicId,
      taskId: task.id,
      actor: this.#actor(),
      sessionId: null,
      origin: 'command',
      commandId: `event-${this.#event}`,
      version: null,
      fields: [],
      payload: { title: this.#text(), reason: this.#text(), phase: this.#text() },
      undoes: null,
    };
  }

  hits(): SearchHit[] {
    return this.#some(5, (): SearchHit => {
      const { id, title } = this.#task();
      const text = this.#text();
      return {
        ...{ kind: 'task', id, row: null, score: 1, arms: [] },
        ...{ title: `${title} ${text}`, excerpt: text, matches: [[0, 2]], titleMatches: [[0, 1]] },
      };
    });
  }

  lines(): string[] {
    return this.#some(60, () => this.#text());
  }

  #task(): TaskRow {
    return pick(this.#random, this.#tasks);
  }

  #text(): string {
    return pick(this.#random, hostile);
  }

  #time(): string {
    return pick(this.#random, times);
  }

  #actor(): string | null {
    return pick(this.#random, [null, ...actors]);
  }

  #some<Item>(most: number, one: (index: number) => Item): Item[] {
    const length = Math.floor(this.#random() * (most + 1));
    return Array.from({ length }, (_, index) => one(index));
  }
}

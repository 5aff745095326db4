/** Steps the time that ages are measured from: in minutes, and in seconds only while running work is shown. */
import type { Cockpit } from './cockpit.js';

export const runningStep = 5_000;
export const restingStep = 60_000;

export class Clock {
  readonly #cockpit: Cockpit;
  readonly #now: () => number;
  #timer: NodeJS.Timeout | null = null;
  #step = 0;

  constructor(cockpit: Cockpit, now: () => number) {
    this.#cockpit = cockpit;
    this.#now = now;
  }

  /** Keeps the step that the screen needs; to be called after every change. */
  adjust(): void {
    const step = stepFor(this.#cockpit);
    if (step === this.#step) return;
    this.stop();
    this.#step = step;
    if (step === 0) return;
    this.#timer = setInterval(() => this.#tick(), step);
    this.#timer.unref();
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    this.#step = 0;
  }

  #tick(): void {
    const { state } = this.#cockpit;
    this.#cockpit.change({ state: { ...state, now: this.#now() } });
  }
}

/** Milliseconds between two looks at the clock; 0 where nothing on the screen has an age. */
export function stepFor({ state, data, models }: Cockpit): number {
  if (data === null || state.stage.type !== 'ready') return 0;
  if (state.screen === 'agents') {
    const working = data.coordination.agents?.some(({ taskId }) => taskId !== null);
    return working === true ? runningStep : restingStep;
  }
  const epicId = models.selectedEpic(state, data);
  const onMain = state.screen === 'main' && epicId !== null;
  const shown = onMain ? data.tasksByEpic.get(epicId) : undefined;
  const detail = state.detail?.type === 'task' ? data.taskDetails.get(state.detail.id) : undefined;
  const running =
    detail?.row.status === 'in_progress' ||
    shown?.some(({ status }) => status === 'in_progress') === true;
  return running ? runningStep : restingStep;
}

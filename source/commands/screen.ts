/** The cockpit on a terminal, and its overview where there is none: of a project or of a demo. */
import type { Answer, CommandContext } from './definition.js';
import type { Service } from './ids.js';
import { linesOf } from './output.js';
import { epicJson, type EpicJson } from '../domain/shapes.js';
import type { TaskStatus } from '../domain/vocabulary.js';
import type { ProjectLocation } from '../platform/project.js';

/** What there is, without a screen. */
export interface OverviewJson {
  readonly project: string;
  readonly epics: readonly EpicJson[];
  readonly tasks: Readonly<Record<TaskStatus, number>>;
  readonly ready: number;
  readonly tokens: number;
  readonly cost_usd: number;
}

export interface CockpitPlace {
  readonly project: ProjectLocation;
  readonly actor: string;
  readonly sessionId: string | null;
  /** False for a throw-away database. */
  readonly keepPersonal?: boolean;
  /** What *demo* on the first screen runs once the terminal is given back; resolves with the exit code. */
  readonly demo?: () => Promise<number>;
}

/** A cockpit needs a screen and a keyboard, and nobody reads JSON from a screen. */
export function isInteractive({ io, json }: CommandContext): boolean {
  return !json && io.stdout.isTTY === true && io.stdin.isTTY === true;
}

/** Resolves with the exit code once the cockpit is closed and the terminal is as it was. */
export async function openCockpit(
  { io, ascii, colour }: CommandContext,
  place: CockpitPlace,
): Promise<number> {
  const { startCockpit } = await import('../tui/start.js');
  return startCockpit({ ...place, ascii, colour, environment: io.environment });
}

export async function overviewAnswer(
  { io, ascii }: CommandContext,
  service: Service,
): Promise<Answer<OverviewJson>> {
  const { loadProjectData, renderOverviewText } = await import('../tui/snapshot.js');
  const data = await loadProjectData((name, input) => service.query(name, input), { epicId: null });
  const { totals } = data;
  const text = renderOverviewText(data, { ascii, columns: io.stdout.columns ?? 80 });
  return {
    json: {
      project: data.projectName,
      epics: data.epics.filter(({ placeholder }) => !placeholder).map(epicJson),
      tasks: totals.tasks.byStatus,
      ready: totals.tasks.ready,
      tokens: totals.tokens,
      cost_usd: totals.costUsd,
    },
    text: () => linesOf(text),
  };
}

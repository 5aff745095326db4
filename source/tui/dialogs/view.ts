import type { Glyphs } from '../glyphs.js';
import type { Size } from '../layout.js';
import type { CockpitState } from '../state/cockpit-state.js';
import type { Models } from '../state/models.js';
import type { ProjectData } from '../state/project-data.js';

/** What a dialog is drawn from besides itself. */
export interface DialogView {
  readonly size: Size;
  readonly glyphs: Glyphs;
  readonly state: CockpitState;
  /** Null before a project is open. */
  readonly data: ProjectData | null;
  readonly models: Models;
  readonly demoAvailable: boolean;
}

/** Progress through phases as fields of an event: each phase is a field `phase:<id>` of its own. */
import type { PhaseProgress } from '../store/repositories/phases.js';

const prefix = 'phase:';

export function phaseField(phase: string): string {
  return `${prefix}${phase}`;
}

/** The phase that a field is about; null for any other field. */
export function phaseOfField(field: string): string | null {
  return field.startsWith(prefix) ? field.slice(prefix.length) : null;
}

/** A patch with each phase as a field of its own; what is undefined is left out. */
export function flattenPhases(patch: {
  readonly phases?: Readonly<Record<string, PhaseProgress | null>>;
}): Record<string, unknown> {
  const { phases, ...fields } = patch;
  const values = Object.entries<unknown>(fields).filter(([, value]) => value !== undefined);
  for (const [phase, progress] of Object.entries(phases ?? {})) {
    values.push([phaseField(phase), progress]);
  }
  return Object.fromEntries(values);
}

/** The way back: those of the named fields that there are, and the phases gathered again. */
export function gatherPhases(
  fields: Readonly<Record<string, unknown>>,
  names: ReadonlySet<string>,
): Record<string, unknown> {
  const phases = Object.entries(fields).flatMap(([field, progress]) => {
    const phase = phaseOfField(field);
    return phase === null ? [] : [[phase, progress] as const];
  });
  return {
    ...Object.fromEntries(Object.entries(fields).filter(([field]) => names.has(field))),
    ...(phases.length > 0 && { phases: Object.fromEntries(phases) }),
  };
}

import type { ImportReport } from '../../domain/contract/import.js';

/** What an import did, in a sentence; null where it found nothing new. */
export function importSentence(report: ImportReport): string | null {
  const { added, changed, vanished, conflicts, counts, findings } = report;
  const warnings = findings.filter(({ severity }) => severity === 'warning').length;
  if (added + changed + vanished + conflicts === 0) return null;
  const parts = [
    [added, 'added'],
    [changed, 'changed'],
    [vanished, 'gone from the files'],
    [conflicts, 'kept against the files'],
  ] as const;
  const told = parts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  const noun = warnings === 1 ? 'warning' : 'warnings';
  const hint = warnings > 0 ? ` ${warnings} ${noun}: see flowdeck import.` : '';
  return `Imported ${counts.epics} epics and ${counts.tasks} tasks (${told.join(', ')}).${hint}`;
}

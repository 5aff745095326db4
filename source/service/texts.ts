/** The texts that new epics and tasks begin with, and the checks of what people type. */
import { quoted } from '../domain/quote.js';
import { FlowdeckError } from '../domain/errors.js';
import { replaceSection, section, splitTaskText } from '../domain/task-text.js';
import { taskDomains } from '../domain/vocabulary.js';

const description = 'Description';
const acceptanceHeading = 'Acceptance';

export function newEpicBody(id: string, title: string): string {
  return [
    `# ${id} ${title}`,
    '## Overview\n\nTBD',
    '## Scope\n\nTBD',
    '## Approach\n\nTBD',
    '## Acceptance\n\n- [ ] TBD',
  ]
    .join('\n\n')
    .concat('\n');
}

/** A text with headings of its own is the whole body; any other stands under the description. */
export function newTaskBody(input: {
  readonly body?: string;
  readonly acceptance?: string;
}): string {
  const text = splitTaskText(input.body ?? '').body;
  const acceptance = input.acceptance?.trim() ?? '';
  const hasHeadings = [description, acceptanceHeading].some(
    (heading) => section(text, heading) !== null,
  );
  const body = hasHeadings ? text : `## ${description}\n\n${text || 'TBD'}\n`;
  if (acceptance === '' && section(body, acceptanceHeading) !== null) return body;
  return replaceSection(body, acceptanceHeading, acceptance || '- [ ] TBD');
}

/** @throws FlowdeckError `usage.invalid` where nothing is left */
export function checkTitle(title: string): string {
  const clean = title.replace(/\s+/g, ' ').trim();
  if (clean === '') throw new FlowdeckError('usage.invalid', 'A title must not be empty.');
  return clean;
}

/** @throws FlowdeckError `usage.invalid` for what is no whole number */
export function checkPriority(priority: number | undefined): number | null {
  if (priority === undefined) return null;
  if (Number.isSafeInteger(priority)) return priority;
  throw new FlowdeckError('usage.invalid', `A priority is a whole number, not ${priority}.`);
}

/** @throws FlowdeckError `usage.invalid` for an unknown one */
export function checkDomain(domain: string | undefined): string {
  if (domain === undefined) return 'general';
  const known = taskDomains.find((each) => each === domain.trim().toLowerCase());
  if (known !== undefined) return known;
  throw new FlowdeckError(
    'usage.invalid',
    `The domain ${quoted(domain)} is unknown; there are ${taskDomains.join(', ')}.`,
  );
}

const filesLine = /^\s*(?:[-*]\s+)?\*\*Files:\*\*(.*)$/im;

/** The files that a task's text names in its line `**Files:** a.ts, b.ts`; backticks around a name do not count. */
export function filesOfBody(body: string): string[] {
  const listed = filesLine.exec(body)?.[1] ?? '';
  const names = listed.split(',').map((name) =>
    name
      .trim()
      .replace(/^`+|`+$/g, '')
      .trim(),
  );
  return [...new Set(names.filter((name) => name !== ''))];
}

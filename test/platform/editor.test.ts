import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { editorCommand, editText, type EditResult } from '../../source/platform/editor.js';

const directory = mkdtempSync(path.join(tmpdir(), 'flowdeck-editor-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

let scripts = 0;

/** An editor that does this to the file, which is `$1`. */
function editor(script: string): string {
  const file = path.join(directory, `editor ${(scripts += 1)}.sh`);
  writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o700 });
  return `'${file}'`;
}

function edit(text: string, command: string, name = 'fn-1.2'): Promise<EditResult> {
  return editText(text, { name, environment: { PATH: process.env['PATH'], EDITOR: command } });
}

describe('the editor', () => {
  it('is $VISUAL before $EDITOR before vi', () => {
    expect(editorCommand({ VISUAL: 'code --wait', EDITOR: 'nano' })).toBe('code --wait');
    expect(editorCommand({ VISUAL: ' ', EDITOR: 'nano' })).toBe('nano');
    expect(editorCommand({})).toBe('vi');
  });

  it('gets the text in a Markdown file of its own that nobody else may read', async () => {
    const seen = path.join(directory, 'seen');
    const result = await edit('one', editor(`echo "$1" > '${seen}'; echo two >> "$1"`), 'fn 1/2');
    if (result.type !== 'edited') throw new Error(result.type);
    const { text, path: file } = result.edited;
    expect(text).toBe('one\ntwo');
    expect(readFileSync(seen, 'utf8').trim()).toBe(file);
    expect(path.basename(file)).toBe('fn-1-2.md');
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(statSync(path.dirname(file)).mode & 0o077).toBe(0);
    result.edited.discard();
    expect(existsSync(path.dirname(file))).toBe(false);
  });

  it('may be given arguments', async () => {
    const result = await edit('', `${editor('printf %s "$1 $2" > "$3"')} -a 'b c'`);
    expect(result).toMatchObject({ type: 'edited', edited: { text: '-a b c' } });
    if (result.type === 'edited') result.edited.discard();
  });

  it('leaves nothing behind where the text comes back as it was', async () => {
    const seen = path.join(directory, 'unchanged');
    expect(await edit('same', editor(`echo "$1" > '${seen}'`))).toEqual({ type: 'unchanged' });
    expect(existsSync(readFileSync(seen, 'utf8').trim())).toBe(false);
  });

  it('is said to be missing, or to have failed, and what was saved by then is kept', async () => {
    expect(await edit('one', 'no-such-editor-anywhere')).toMatchObject({
      type: 'failed',
      missing: true,
      reason: 'The editor no-such-editor-anywhere cannot be run.',
      kept: null,
    });
    const failed = await edit('one', editor('exit 3'));
    expect(failed).toMatchObject({ type: 'failed', missing: false, kept: null });
    expect(failed.type === 'failed' && failed.reason).toMatch(/ended with code 3/);
    const late = await edit('one', editor('echo two >> "$1"; kill -9 $$'));
    if (late.type !== 'failed' || late.kept === null) throw new Error('Nothing was kept.');
    expect(readFileSync(late.kept, 'utf8')).toBe('one\ntwo\n');
    rmSync(path.dirname(late.kept), { recursive: true });
  });
});

/** When a session ends: what was learnt in it goes into the memory. */
import { createReadStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { configurationAt } from '../../domain/configuration.js';
import { lessonsIn } from '../../domain/lessons.js';
import { compactJson } from '../output.js';
import { plural } from '../text.js';
import { hook, type HookEvent } from './hook.js';

export const autoMemory = hook(
  async ({ opened, event, session }) => {
    const { service } = opened;
    const stored = await service.query('configuration.stored', {});
    const wanted =
      configurationAt(stored, 'memory.auto') && configurationAt(stored, 'memory.enabled');
    const transcript = event.text('transcript_path');
    if (!wanted || transcript === null || !existsSync(transcript)) return {};
    const lessons = lessonsIn(await saidIn(transcript));
    let added = 0;
    for (const { type, text } of lessons) {
      const input = { type, content: text, tags: ['auto'] };
      const { duplicate } = await service.command('memory.add', input, session);
      if (!duplicate) added += 1;
    }
    return { say: added === 0 ? [] : [told(event, `Remembered ${plural(added, 'lesson')}.`)] };
  },
  (event) => event.text('transcript_path') !== null,
);

/** At the end of a turn programs take nothing but JSON. */
function told(event: HookEvent, sentence: string): string {
  const isTurn = event.text('hook_event_name') === 'Stop';
  return isTurn ? compactJson({ systemMessage: sentence }) : sentence;
}

/** What the agent said, from a transcript of one JSON object a line; lines of another form are passed over. */
async function saidIn(file: string): Promise<readonly string[]> {
  const said: string[] = [];
  const lines = createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity });
  for await (const line of lines) {
    if (!line.includes('assistant')) continue;
    try {
      said.push(...textsOf(JSON.parse(line)));
    } catch {
      // Half a line: the program that writes it was in the middle of it.
    }
  }
  return said;
}

/** Claude Code keeps messages under `message`, Codex under `payload`; each is a text or a list of parts. */
function textsOf(entry: unknown): readonly string[] {
  if (!isObject(entry)) return [];
  const message = [entry['message'], entry['payload'], entry].find(
    (each) => isObject(each) && (each['role'] === 'assistant' || entry['type'] === 'assistant'),
  );
  if (!isObject(message)) return [];
  const { content } = message;
  if (typeof content === 'string') return [content];
  if (!Array.isArray(content)) return [];
  return content.flatMap((part: unknown) =>
    isObject(part) &&
    /^(output_)?text$/.test(String(part['type'])) &&
    typeof part['text'] === 'string'
      ? [part['text']]
      : [],
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

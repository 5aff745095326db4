/** What the bundled Ink measures texts with, as its own would keep every text that it ever saw. */
import stringWidth from '../../platform/bundled-string-width.js';

export default function measureText(text: string): {
  readonly width: number;
  readonly height: number;
} {
  if (text === '') return { width: 0, height: 0 };
  const lines = text.split('\n');
  return { width: Math.max(...lines.map((line) => stringWidth(line))), height: lines.length };
}

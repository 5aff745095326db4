/**
 * The least that an Ink program of the cockpit's kind does, as fast as Ink lets it: rows of a database that a thread has
 * opened, one text each, and a cursor. What the cockpit is compared with. Argument: database path.
 */
import { Box, render, Text, useApp, useInput, useWindowSize } from 'ink';
import { memo, useEffect, useState } from 'react';
import { Worker } from 'node:worker_threads';

const store = new Worker(new URL('./bare-store.mjs', import.meta.url), {
  workerData: process.argv[2],
});
store.unref();
const answer = new Promise<readonly string[]>((resolve) => store.once('message', resolve));

const Row = memo(function Row({ text, selected }: { text: string; selected: boolean }) {
  return (
    <Text wrap="truncate" inverse={selected}>
      {text}
    </Text>
  );
});

function Screen() {
  const { exit } = useApp();
  const { columns, rows } = useWindowSize();
  const [texts, setTexts] = useState<readonly string[]>([]);
  const [cursor, setCursor] = useState(0);
  useEffect(() => void answer.then(setTexts), []);
  const height = rows - 2;
  useInput((input, key) => {
    if (input === 'q') exit();
    const step = key.pageDown ? height : input.replaceAll(/[^j]/g, '').length;
    setCursor((before) => Math.min(texts.length - 1, before + step));
  });
  // Half a screen at a time, as rows that all move cost the most.
  const top = Math.max(0, Math.floor(cursor / (height / 2)) - 1) * Math.floor(height / 2);
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Text bold>bare screen</Text>
      {texts.slice(top, top + height).map((text, index) => (
        <Row key={index} text={text.slice(0, columns - 1)} selected={top + index === cursor} />
      ))}
      <Text>j down q quit</Text>
    </Box>
  );
}

render(<Screen />, {
  alternateScreen: true,
  incrementalRendering: true,
  maxFps: 60,
  exitOnCtrlC: false,
});

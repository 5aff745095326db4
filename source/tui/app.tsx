import { Box, useApp } from 'ink';
import { useLayoutEffect, useSyncExternalStore } from 'react';
import { blockNames } from './screen.js';
import type { Cockpit } from './state/cockpit.js';
import { Block } from './widgets/block.js';

/** Hands the terminal over while a function runs, and draws everything anew afterwards. */
export type Suspend = (during: () => Promise<void>) => Promise<void>;

export interface AppProps {
  readonly cockpit: Cockpit;
  /** Told once, when the app is mounted. */
  readonly onMounted: (suspend: Suspend) => void;
}

/** The screen: blocks over each other, the last one on top. Keys do not come through Ink. */
export function App({ cockpit, onMounted }: AppProps) {
  const { suspendTerminal } = useApp();
  const size = useSyncExternalStore(cockpit.subscribe, () => cockpit.state.size);
  useLayoutEffect(() => onMounted(suspendTerminal), [onMounted, suspendTerminal]);
  return (
    <Box width={size.columns} height={size.rows}>
      {blockNames.map((name) => (
        <Block key={name} cockpit={cockpit} name={name} />
      ))}
    </Box>
  );
}

import { Box } from 'ink';
import { memo, useSyncExternalStore } from 'react';
import type { BlockName } from '../screen.js';
import type { Cockpit } from '../state/cockpit.js';
import { Row } from './row.js';

export interface BlockProps {
  readonly cockpit: Cockpit;
  readonly name: BlockName;
}

/** One part of the screen at its place; draws again only when its own text or place changed. */
export const Block = memo(function Block({ cockpit, name }: BlockProps) {
  const block = useSyncExternalStore(cockpit.subscribe, () => cockpit.block(name));
  if (!block) return null;
  const { x, y, columns, rows } = block.rectangle;
  return (
    <Box position="absolute" left={x} top={y} width={columns} height={rows} flexDirection="column">
      {block.rows.map((text, index) => (
        <Row key={index} text={text} />
      ))}
    </Box>
  );
});

import { Text } from 'ink';
import { memo } from 'react';

export interface RowProps {
  /** Painted already, and as wide as it may be. */
  readonly text: string;
}

/** One row of the screen. An empty one still takes its line. */
export const Row = memo(function Row({ text }: RowProps) {
  return <Text wrap="truncate">{text === '' ? ' ' : text}</Text>;
});

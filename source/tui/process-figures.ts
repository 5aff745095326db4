/** What the process takes of the machine. */
import type { DebugFigures } from './debug-text.js';

export function processFigures(): DebugFigures['process'] {
  const { user, system } = process.cpuUsage();
  const { rss, heapTotal, heapUsed, external } = process.memoryUsage();
  return {
    uptimeSeconds: process.uptime(),
    cpuSeconds: (user + system) / 1e6,
    memory: { rss, heapTotal, heapUsed, external },
    version: process.version,
  };
}

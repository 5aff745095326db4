/** Milliseconds of processor time that a piece of work takes: unlike a clock, it does not count what others do. */
export function processorTime(work: () => void): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

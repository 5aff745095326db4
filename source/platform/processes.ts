/** Processes of this machine. */
import { hostname } from 'node:os';

export function hostName(): string {
  return hostname();
}

/** Also of other users, whose processes may not be signalled. */
export function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Finds git's directories by reading `.git` and `commondir`: spawning git would double a command's time. */
import path from 'node:path';
import { readText, statusOf, upwards } from './files.js';

export interface GitDirectories {
  /** The directory that holds `.git`. */
  readonly topLevel: string;
  /** This worktree's own git directory. */
  readonly gitDirectory: string;
  /** What all worktrees of the repository share. */
  readonly commonDirectory: string;
}

/** The repository a directory belongs to; null outside git and where `.git` points to nowhere. */
export function findGit(start: string): GitDirectories | null {
  for (const directory of upwards(start)) {
    const gitDirectory = gitDirectoryAt(path.join(directory, '.git'));
    if (gitDirectory !== null) {
      return {
        topLevel: directory,
        gitDirectory,
        commonDirectory: commonDirectoryOf(gitDirectory),
      };
    }
  }
  return null;
}

/** The directory that all worktrees of this git directory share; itself where there is but one. */
export function commonDirectoryOf(gitDirectory: string): string {
  const named = readText(path.join(gitDirectory, 'commondir'))?.trim();
  return named ? path.resolve(gitDirectory, named) : gitDirectory;
}

/** A worktree or submodule has a file `gitdir: PATH` in place of the directory. */
function gitDirectoryAt(file: string): string | null {
  const status = statusOf(file);
  if (status === null) return null;
  const named = status.isFile() ? /^gitdir:\s*(.+?)\s*$/m.exec(readText(file) ?? '')?.[1] : null;
  const directory = named == null ? file : path.resolve(path.dirname(file), named);
  // Any folder may be called .git; HEAD makes it a repository.
  return statusOf(path.join(directory, 'HEAD')) === null ? null : directory;
}

import { expect, it } from 'vitest';
import { makesCommit } from '../../source/domain/git-command.js';

it.each([
  'git commit',
  'git commit -m "message; with && signs"',
  'git add . && git commit -m x',
  'cd web; git commit -am x',
  'git -C web commit -m x',
  'git -c user.name="A B" commit',
  'GIT_AUTHOR_NAME=x git commit',
  'sudo /usr/bin/git commit --amend',
  '(git commit -m x)',
  'test -f a || git commit -m x',
  'git add .\ngit commit -m x',
  'git \\\n  commit -m x',
  'echo "$(git commit -m x)"'.replace(/"/g, ''),
])('%s makes a commit', (line) => {
  expect(makesCommit(line)).toBe(true);
});

it.each([
  'git status',
  'git log --grep commit',
  'git commit-tree abc',
  'git commit --dry-run',
  'git commit --help',
  'echo git commit',
  "echo 'a && git commit'",
  'grep "git commit" README.md',
  'git config alias.commit "commit -s"',
  'gitk commit',
  '',
])('%s makes none', (line) => {
  expect(makesCommit(line)).toBe(false);
});

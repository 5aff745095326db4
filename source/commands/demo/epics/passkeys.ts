import type { DemoEpic } from '../scenario-types.js';

export const passkeys: DemoEpic = {
  title: 'Sign in with passkeys',
  about: 'Dispatchers sign in without a password, and a lost device locks nobody out.',
  imported: true,
  tasks: [
    {
      number: 1,
      title: 'Store passkey credentials',
      domain: 'backend',
      about: 'A table for credentials, several to a person.',
      begins: 'done',
    },
    {
      number: 2,
      title: 'Registration ceremony',
      domain: 'backend',
      dependsOn: [1],
      about: 'The challenge is made, kept for five minutes and checked once.',
      begins: 'done',
    },
    {
      number: 3,
      title: 'Sign-in ceremony',
      domain: 'backend',
      dependsOn: [1],
      about: 'A signature opens a session; a wrong one says nothing about why.',
      begins: 'done',
    },
    {
      number: 4,
      title: 'Sign-in page',
      domain: 'frontend',
      dependsOn: [2, 3],
      about: 'One button, and a way out for browsers without passkeys.',
      begins: 'done',
    },
    {
      number: 5,
      title: 'Recovery codes',
      domain: 'backend',
      dependsOn: [3],
      about: 'Ten codes, each good once.',
      begins: 'done',
    },
    {
      number: 6,
      title: 'Explain passkeys in the handbook',
      domain: 'docs',
      dependsOn: [4, 5],
      about: 'A page with pictures for dispatchers.',
      begins: 'done',
    },
  ],
};

import type { DemoEpic } from '../scenario-types.js';

export const shortcuts: DemoEpic = {
  title: 'Keyboard shortcuts for dispatchers',
  about: 'Everything a dispatcher does a hundred times a day works without the mouse.',
  tasks: [
    {
      number: 1,
      title: 'One table of shortcuts',
      domain: 'frontend',
      about: 'The bindings, the help and the menu come from one table.',
      begins: 'done',
    },
    {
      number: 2,
      title: 'Help overlay',
      domain: 'frontend',
      dependsOn: [1],
      about: 'A question mark shows what works here.',
      files: ['web/help/overlay.tsx'],
      script: { falls: { silentIn: '2' } },
    },
    {
      number: 3,
      title: 'Jump to a shipment',
      domain: 'frontend',
      dependsOn: [1],
      about: 'Typing a part of a tracking number finds the shipment.',
      files: ['web/search/jump.tsx'],
    },
    {
      number: 4,
      title: 'Let people change shortcuts',
      domain: 'frontend',
      dependsOn: [1, 3],
      about: 'Two actions on one key are refused with both names.',
      files: ['web/settings/keys.tsx'],
    },
  ],
};

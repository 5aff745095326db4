import type { DemoEpic } from '../scenario-types.js';

export const map: DemoEpic = {
  title: 'Live map of deliveries',
  about: 'A dispatcher sees where everything is, and what is late, without asking.',
  tasks: [
    {
      number: 1,
      title: 'Positions as a stream',
      domain: 'backend',
      about: 'Vans send positions; readers get only what moved.',
      begins: 'done',
    },
    {
      number: 2,
      title: 'Draw the map',
      domain: 'frontend',
      dependsOn: [1],
      about: 'Two hundred vans at sixty frames a second.',
      files: ['web/map/map.tsx'],
      priority: 1,
      script: {
        remembers: {
          type: 'decision',
          content: 'The map draws vans on one canvas; an element each was ten times slower.',
          module: 'map',
        },
      },
    },
    {
      number: 3,
      title: 'Estimate the time of arrival',
      domain: 'backend',
      dependsOn: [1],
      about: 'From the last ten minutes and the hour of the day.',
      files: ['eta/estimate.ts'],
      script: { tdd: true },
    },
    {
      number: 4,
      title: 'Mark late deliveries',
      domain: 'frontend',
      dependsOn: [2, 3],
      about: 'Late is told by shape and by colour.',
      files: ['web/map/late.tsx'],
      script: { review: 'rp' },
    },
    {
      number: 5,
      title: 'Follow one van',
      domain: 'frontend',
      dependsOn: [2],
      about: 'The map stays with it until somebody moves the map.',
      files: ['web/map/follow.tsx'],
    },
    {
      number: 6,
      title: 'Keep the map alive on a bad line',
      domain: 'frontend',
      dependsOn: [2],
      about: 'Old positions fade; nothing jumps when the line is back.',
      files: ['web/map/line.ts'],
      script: {
        fails: { phase: '2.5', reason: 'The replay shows a jump of four kilometres.' },
      },
    },
    {
      number: 7,
      title: 'Measure the map under load',
      domain: 'testing',
      dependsOn: [4, 5, 6],
      about: 'A thousand vans for ten minutes on a small laptop.',
      files: ['test/map-load.ts'],
    },
    {
      number: 8,
      title: 'Show the map to two depots',
      domain: 'ops',
      dependsOn: [7],
      about: 'Behind a switch, with a way back.',
      files: ['ops/map-switch.yaml'],
    },
  ],
};

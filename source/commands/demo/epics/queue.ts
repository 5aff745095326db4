import type { DemoEpic } from '../scenario-types.js';

export const queue: DemoEpic = {
  title: 'Move deliveries to the new queue',
  about: 'The old queue goes; nothing is lost on the way.',
  tasks: [
    {
      number: 1,
      title: 'Choose the partitions',
      domain: 'architecture',
      about: 'By depot, so that one busy depot delays no other.',
      begins: 'done',
    },
    {
      number: 2,
      title: 'Write to both queues',
      domain: 'backend',
      dependsOn: [1],
      about: 'The new one may fail without harm.',
      files: ['queue/both.ts'],
      priority: 2,
    },
    {
      number: 3,
      title: 'Compare the two queues',
      domain: 'testing',
      dependsOn: [2],
      about: 'Counts and contents, hour by hour.',
      files: ['test/queue-compare.ts'],
    },
    {
      number: 4,
      title: 'Read from the new queue',
      domain: 'backend',
      dependsOn: [3],
      about: 'Depot by depot.',
      files: ['queue/read.ts'],
      script: {
        review: 'rp',
        asks: {
          phase: '2',
          question: 'May I read the settings of the live queue?',
          kind: 'file_access',
          payload: { files: ['ops/queue.yaml'] },
        },
      },
    },
    {
      number: 5,
      title: 'Alarms for the new queue',
      domain: 'ops',
      dependsOn: [2],
      about: 'Depth, age and errors.',
      files: ['ops/queue-alarms.yaml'],
    },
    {
      number: 6,
      title: 'Remove the old queue',
      domain: 'backend',
      dependsOn: [4, 5],
      about: 'Two weeks after nobody reads it.',
      files: ['queue/old.ts'],
    },
  ],
};

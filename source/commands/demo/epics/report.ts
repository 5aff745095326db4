import type { DemoEpic } from '../scenario-types.js';

export const report: DemoEpic = {
  title: 'Nightly report by mail',
  about: 'Each depot finds its day in the mailbox at six in the morning.',
  tasks: [
    {
      number: 1,
      title: 'Figures of a day',
      domain: 'backend',
      about: 'Delivered, late, lost, by depot and carrier.',
      files: ['report/figures.ts'],
    },
    {
      number: 2,
      title: 'Template of the mail',
      domain: 'frontend',
      about: 'Readable on a telephone, without pictures.',
      files: ['report/template.html'],
      script: {
        remembers: {
          type: 'convention',
          content: 'Mails carry a text part that says the same as the HTML part.',
          module: 'report',
        },
      },
    },
    {
      number: 3,
      title: 'Who gets which report',
      domain: 'backend',
      dependsOn: [1],
      about: 'By depot and role; people may leave the list.',
      files: ['report/recipients.ts'],
    },
    {
      number: 4,
      title: 'Send at six, once',
      domain: 'backend',
      dependsOn: [1, 2, 3],
      about: 'A restart at six sends nothing twice.',
      files: ['report/send.ts'],
      script: {
        blocks: { phase: '3', reason: 'The mail relay of the test system refuses the sender.' },
        review: 'codex',
      },
    },
    {
      number: 5,
      title: 'Try the report on last month',
      domain: 'testing',
      dependsOn: [4],
      about: 'Thirty reports against the figures of the old system.',
      files: ['test/report-month.ts'],
    },
    {
      number: 6,
      title: 'Watch for reports that do not arrive',
      domain: 'ops',
      dependsOn: [4],
      about: 'Somebody hears of it before the depot does.',
      files: ['ops/report-alarm.yaml'],
    },
  ],
};

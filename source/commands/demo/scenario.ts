/** The make-believe project of the demo: what its agents plan, do, learn and stumble over. */

export interface DemoTask {
  /** Number inside the epic. */
  readonly number: number;
  readonly title: string;
  readonly domain: string;
  readonly dependsOn?: readonly number[];
  /** One sentence for the description. */
  readonly about: string;
  readonly files?: readonly string[];
  readonly priority?: number;
  /** How it stands when the demo begins; todo without it. `hinted`: todo, though its text says it is finished. */
  readonly begins?: 'done' | 'hinted';
  readonly script?: DemoScript;
}

/** What happens to an agent on its way through a task, besides finishing it. */
export interface DemoScript {
  /** Before completing this phase the task is blocked, and unblocked a while later. */
  readonly blocks?: { readonly phase: string; readonly reason: string };
  /** Before completing this phase the first attempt fails. */
  readonly fails?: { readonly phase: string; readonly reason: string };
  readonly remembers?: DemoMemory;
  readonly tdd?: boolean;
  readonly review?: string;
}

export interface DemoMemory {
  readonly type: 'pitfall' | 'convention' | 'decision';
  readonly content: string;
  readonly module?: string;
  readonly severity?: string;
}

export interface DemoEpic {
  readonly title: string;
  readonly about: string;
  /** Written as files and imported, where hints come from; the others are made by calls. */
  readonly imported?: boolean;
  readonly tasks: readonly DemoTask[];
}

/** The agents, and the models that they spend tokens on (US dollars for a million tokens in and out). */
export const demoAgents = [
  { name: 'atlas', model: 'large', input: 3, output: 15 },
  { name: 'briar', model: 'large', input: 3, output: 15 },
  { name: 'cedar', model: 'small', input: 0.8, output: 4 },
  { name: 'dune', model: 'small', input: 0.8, output: 4 },
] as const;

export const demoMemory: readonly DemoMemory[] = [
  {
    type: 'convention',
    content: 'Times are stored in UTC and shown in the zone of the depot.',
    module: 'core',
  },
  {
    type: 'pitfall',
    content: 'The carrier sandbox answers 200 with an error in the body: check the field "ok".',
    module: 'carriers',
    severity: 'high',
  },
  {
    type: 'decision',
    content: 'Shipments are keyed by carrier and tracking number; numbers alone repeat.',
    module: 'core',
  },
  {
    type: 'pitfall',
    content: 'Map tiles are cached by URL; change the version when the style changes.',
    module: 'map',
    severity: 'medium',
  },
];

export const demoEpics: readonly DemoEpic[] = [
  {
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
  },
  {
    title: 'Import shipments from carriers',
    about:
      'Shipments of four carriers arrive within a minute, once each, whatever the carrier does.',
    imported: true,
    tasks: [
      {
        number: 1,
        title: 'Shipment model',
        domain: 'architecture',
        about: 'One shape for what four carriers call by different names.',
        begins: 'done',
      },
      {
        number: 2,
        title: 'Polling worker with back-off',
        domain: 'backend',
        dependsOn: [1],
        about: 'Asks each carrier at its own pace and slows down when told to.',
        begins: 'done',
      },
      {
        number: 3,
        title: 'Reader for carrier North',
        domain: 'backend',
        dependsOn: [1],
        about: 'Reads the XML feed and maps its 41 states to ours.',
        begins: 'done',
      },
      {
        number: 4,
        title: 'Reader for carrier Swift',
        domain: 'backend',
        dependsOn: [1],
        about: 'Reads pages of JSON; the last page repeats the first entry.',
        files: ['carriers/swift.ts'],
        priority: 1,
        script: {
          tdd: true,
          remembers: {
            type: 'pitfall',
            content:
              'Carrier Swift repeats the first entry on its last page: compare before adding.',
            module: 'carriers',
            severity: 'medium',
          },
        },
      },
      {
        number: 5,
        title: 'Reader for carrier Dock',
        domain: 'backend',
        dependsOn: [1],
        about: 'Fetches a file each hour and reads what is new in it.',
        files: ['carriers/dock.ts'],
        priority: 1,
        script: {
          blocks: {
            phase: '2',
            reason: 'The credentials for the sandbox of carrier Dock have expired.',
          },
        },
      },
      {
        number: 6,
        title: 'Take each shipment once',
        domain: 'backend',
        dependsOn: [2, 3],
        about: 'Two deliveries of the same state change nothing.',
        files: ['imports/merge.ts'],
        priority: 1,
        script: {
          fails: { phase: '2.5', reason: 'Two tests of the merge fail when deliveries overlap.' },
          review: 'rp',
          remembers: {
            type: 'pitfall',
            content: 'Overlapping deliveries need the row lock before the comparison, not after.',
            module: 'imports',
            severity: 'high',
          },
        },
      },
      {
        number: 7,
        title: 'Quarantine for unreadable entries',
        domain: 'backend',
        dependsOn: [2],
        about: 'What cannot be read is kept, counted and shown, and stops nothing.',
        files: ['imports/quarantine.ts'],
        begins: 'hinted',
      },
      {
        number: 8,
        title: 'Metrics of the import',
        domain: 'ops',
        dependsOn: [6],
        about: 'Delay, count and errors by carrier.',
        files: ['ops/import-metrics.ts'],
      },
      {
        number: 9,
        title: 'Replay a day of deliveries',
        domain: 'testing',
        dependsOn: [4, 5, 6],
        about: 'A recorded day runs through the import in a minute.',
        files: ['test/replay.ts'],
        script: { review: 'codex' },
      },
      {
        number: 10,
        title: 'Describe the import for operators',
        domain: 'docs',
        dependsOn: [8],
        about: 'What to look at when a carrier is silent.',
        files: ['docs/import.md'],
      },
    ],
  },
  {
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
  },
  {
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
  },
  {
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
        script: { review: 'rp' },
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
  },
  {
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
  },
];

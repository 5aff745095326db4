import { expect, it } from 'vitest';
import { lessonsIn } from '../../source/domain/lessons.js';

const talk = 'I looked at the files that the task names and then ran the tests once more. '.repeat(
  3,
);

it('finds pitfalls, conventions and decisions by their words', () => {
  expect(
    lessonsIn([
      talk,
      'The root cause was that the mock server drops idle connections after ten seconds. Fixed now.',
      '- This project uses **tabs** in Makefiles and two spaces everywhere else.\n- Done.',
      'We decided to keep sessions in the database, because workers restart often.',
    ]),
  ).toEqual([
    {
      type: 'pitfall',
      text: 'The root cause was that the mock server drops idle connections after ten seconds.',
    },
    {
      type: 'convention',
      text: 'This project uses **tabs** in Makefiles and two spaces everywhere else.',
    },
    {
      type: 'decision',
      text: 'We decided to keep sessions in the database, because workers restart often.',
    },
  ]);
});

it('leaves small talk, code, questions and repetitions alone', () => {
  const lesson = 'Beware: the generated client silently ignores timeouts below one second.';
  expect(lessonsIn([lesson])).toEqual([]);
  expect(lessonsIn([talk])).toEqual([]);
  expect(lessonsIn([talk, lesson, lesson.toUpperCase()])).toHaveLength(1);
  expect(lessonsIn([talk, 'Should we always use the generated client for these calls?'])).toEqual(
    [],
  );
  expect(lessonsIn([talk, '```\n// gotcha: this is only an example of a comment\n```'])).toEqual(
    [],
  );
  expect(lessonsIn([talk, `Beware of ${'very '.repeat(200)}long lines.`])).toEqual([]);
});

it('keeps five of a session at most', () => {
  const many = Array.from(
    { length: 9 },
    (_, index) => `Beware of the number ${index} in this list.`,
  );
  expect(lessonsIn([talk, ...many])).toHaveLength(5);
});

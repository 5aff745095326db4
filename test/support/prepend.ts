/** Characters that join with the one behind them; terminals do not follow, and neither do we before ASCII. */
export function hasPrepend(text: string): boolean {
  return /[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u0d4e\u{110bd}\u{110cd}\u{111c2}\u{111c3}\u{1193f}\u{11941}\u{11a3a}\u{11a84}-\u{11a89}\u{11d46}\u{11f02}\u{113d1}]/u.test(
    text,
  );
}

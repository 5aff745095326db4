/** Figures as people read them, in a few cells each. */

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;
const week = 7 * day;

/**
 * How long ago something was: `now` below a minute and for the future, then `5m`, `3h`, `2d`, `6w`.
 * Empty where there is no time, or none that can be read.
 */
export function formatAge(fromIso: string | null | undefined, nowMilliseconds: number): string {
  if (!fromIso) return '';
  const seconds = Math.floor((nowMilliseconds - Date.parse(fromIso)) / 1000);
  if (Number.isNaN(seconds)) return '';
  if (seconds < minute) return 'now';
  if (seconds < hour) return `${Math.floor(seconds / minute)}m`;
  if (seconds < day) return `${Math.floor(seconds / hour)}h`;
  if (seconds < week) return `${Math.floor(seconds / day)}d`;
  return `${Math.floor(seconds / week)}w`;
}

/** A span of seconds in its two largest units: `45s`, `12m 30s`, `1h 05m`, `2d 03h`. Empty for none. */
export function formatDuration(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return '';
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < minute) return `${whole}s`;
  if (whole < hour) return `${Math.floor(whole / minute)}m ${twoDigits(whole % minute)}s`;
  if (whole < day) return `${Math.floor(whole / hour)}h ${twoDigits((whole % hour) / minute)}m`;
  return `${Math.floor(whole / day)}d ${twoDigits((whole % day) / hour)}h`;
}

function twoDigits(value: number): string {
  return String(Math.floor(value)).padStart(2, '0');
}

/** A count of tokens: `950`, `1.2K`, `3.4M`, `1.0B`. */
export function formatTokens(count: number): string {
  if (count < 1000) return String(Math.round(count));
  for (const [unit, size] of [
    ['K', 1e3],
    ['M', 1e6],
  ] as const) {
    const scaled = (count / size).toFixed(1);
    // Rounding may reach the next unit: 999,960 is 1.0M, not 1000.0K.
    if (Number(scaled) < 1000) return `${scaled}${unit}`;
  }
  return `${(count / 1e9).toFixed(1)}B`;
}

/** US dollars: `$0.42`, and `<$0.01` for what would round to nothing. */
export function formatCost(usd: number): string {
  if (usd > 0 && usd < 0.005) return '<$0.01';
  return `$${usd.toFixed(2)}`;
}

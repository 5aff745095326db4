/** Times in a few cells, in the time zone of whoever looks. */
import { formatDuration } from '../../domain/format.js';

const day = 24 * 60 * 60 * 1000;

/** `14:05` within a day of now, else `03-27`: never changes by itself within the minute, so that idle costs nothing. */
export function clock(iso: string, now: number): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return '';
  return Math.abs(now - time.getTime()) < day
    ? `${two(time.getHours())}:${two(time.getMinutes())}`
    : `${two(time.getMonth() + 1)}-${two(time.getDate())}`;
}

/** `2026-03-27 14:05`; empty where there is no time. */
export function dateAndTime(iso: string | null): string {
  if (iso === null) return '';
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return '';
  const date = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${date} ${two(time.getHours())}:${two(time.getMinutes())}`;
}

/** Whole seconds from one time to another; null where either is missing. */
export function secondsBetween(from: string | null, to: string | null): number | null {
  if (from === null || to === null) return null;
  const seconds = (Date.parse(to) - Date.parse(from)) / 1000;
  return Number.isNaN(seconds) ? null : Math.max(0, Math.floor(seconds));
}

/** How long something has been running, in steps of five seconds, and of minutes once it is long. */
export function elapsed(since: string | null, now: number): string {
  if (since === null) return '';
  const seconds = Math.floor((now - Date.parse(since)) / 1000);
  if (Number.isNaN(seconds)) return '';
  const step = seconds < 600 ? 5 : 60;
  const whole = Math.max(0, Math.floor(seconds / step) * step);
  return seconds < 600 ? formatDuration(whole) : formatDuration(whole).replace(/ 00s$/, '');
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

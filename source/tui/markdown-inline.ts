/** Inline Markdown as spans: text with a role; a line break is a span of its own. */
import type { Token, Tokens } from 'marked';
import { sanitise } from '../platform/terminal-text.js';
import type { Span } from './line.js';
import { span } from './spans.js';
import type { StyleRole } from './theme.js';

const namedEntities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  larr: '←',
  rarr: '→',
  times: '×',
  copy: '©',
};

/** The spans of inline tokens. `role` is that of plain text: emphasis within a heading stays a heading. */
export function inlineSpans(tokens: readonly Token[], role?: StyleRole): Span[] {
  return tokens.flatMap((token, index) => {
    const spans = spansOf(token, role);
    return startsNewLine(token, tokens[index + 1]) ? [...spans, span('\n')] : spans;
  });
}

/** Lines that begin with a bold label are fields: they stay lines of their own. */
function startsNewLine(token: Token, next: Token | undefined): boolean {
  return token.type === 'text' && next?.type === 'strong' && /\n[ \t]*$/.test(token.raw);
}

function spansOf(token: Token, role: StyleRole | undefined): Span[] {
  switch (token.type) {
    case 'text':
      return token.tokens === undefined
        ? [textSpan(decodeEntities((token as Tokens.Text).text), role)]
        : inlineSpans(token.tokens, role);
    case 'escape':
      return [textSpan(decodeEntities((token as Tokens.Escape).text), role)];
    case 'strong':
    case 'em':
      return inlineSpans(token.tokens ?? [], role ?? 'emphasis');
    case 'del':
      return inlineSpans(token.tokens ?? [], role ?? 'muted');
    case 'codespan':
      return [textSpan((token as Tokens.Codespan).text, 'code')];
    case 'link':
      return linkSpans(token as Tokens.Link);
    case 'image': {
      const { text, href } = token as Tokens.Image;
      return [textSpan(text === '' ? href : text, 'link')];
    }
    case 'br':
      return [span('\n')];
    case 'html': {
      const { text } = token as Tokens.HTML | Tokens.Tag;
      if (/^<br\s*\/?>$/i.test(text)) return [span('\n')];
      return [textSpan(stripTags(text), role)];
    }
    case 'checkbox':
      return [];
    default:
      return [textSpan(token.raw, role)];
  }
}

/** A link's text and, where it says something else, its address. */
function linkSpans({ tokens, text, href }: Tokens.Link): Span[] {
  const shown = inlineSpans(tokens, 'link');
  const address = href.replace(/^mailto:/, '');
  if (address === '' || address === text) return shown;
  return [...shown, textSpan(` (${address})`, 'muted')];
}

function textSpan(text: string, role: StyleRole | undefined): Span {
  return span(sanitise(text), role);
}

/** HTML as text: without comments and tags, its entities read; block ends become line ends. */
export function stripTags(html: string): string {
  const text = html
    .replace(/<!--(?:[^-]|-(?!->))*(?:-->|$)/g, '')
    .replace(/<(?:br|\/p|\/div|\/li|\/tr|\/summary|\/h[1-6])\b[^<>]*>/gi, '\n')
    .replace(/<[/a-z!?][^<>]*>/gi, '');
  return decodeEntities(text);
}

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([a-zA-Z]{2,8}));/g, (...match) => {
    const [whole, decimal, hexadecimal, name] = match as (string | undefined)[];
    if (name !== undefined) return namedEntities[name] ?? whole ?? '';
    const code = decimal === undefined ? parseInt(hexadecimal ?? '', 16) : parseInt(decimal, 10);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
  });
}
